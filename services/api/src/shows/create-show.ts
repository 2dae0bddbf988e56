import { randomBytes } from 'node:crypto';
import { MAX_SEATS } from '@willcall/contracts';
import { countShards } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import {
  createShow as createRecord,
  createSeats,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { showResource } from './show-resource.ts';

type CreateShowDependencies = {
  readonly store: Store<'shows' | 'stock' | 'seats'>;
  readonly maxBuckets: number;
  readonly clock: () => Date;
  readonly newShowId: () => string;
};

/**
 * `POST /shows`: the show and its stock, in one transaction. The seats of a reserved one are written
 * before it, so that there is never a show without its seats; a failure leaves seats of no show, to
 * which nothing leads.
 */
export const createShow =
  ({ store, maxBuckets, clock, newShowId }: CreateShowDependencies): Handler<'createShow'> =>
  async ({ body, mount, correlationId }) => {
    const { seats, ...asked } = body;
    const createdAt = clock().toISOString();
    const capacity = seats?.length ?? asked.capacity ?? 0;
    // A house that is not on sale yet is still to be filled, and its buckets are fixed now.
    const isToBeFilled = seats !== undefined && !asked.onSale;
    const show: ShowRecord = {
      showId: newShowId(),
      ...asked,
      ...(asked.onSale ? {} : { pausedAt: createdAt }),
      seating: seats === undefined ? 'GENERAL' : 'RESERVED',
      capacity,
      buckets: countShards(isToBeFilled ? MAX_SEATS : capacity, maxBuckets),
      returns: 0,
      priceVersion: 0,
      createdAt,
      correlationId,
    };
    await createSeats(store, show, seats ?? [], { at: createdAt, correlationId });
    await createRecord(store, show);
    return {
      headers: { location: `${mount}/shows/${show.showId}` },
      answer: { ...showResource(show), available: show.capacity },
    };
  };

/** Of a show or an upload: random, and made here. */
const ID_BYTES = 12;

/**
 * An id of 16 characters of base64url that does not begin with a hyphen: commands would take such an
 * id for an option.
 */
export const newId = (random: (bytes: number) => Buffer = randomBytes): string =>
  random(ID_BYTES).toString('base64url').replace(/^-/, '_');
