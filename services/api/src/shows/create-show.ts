import { randomBytes } from 'node:crypto';
import {
  DEFAULT_HOLD_SECONDS,
  type FieldError,
  findPastTimes,
  MAX_SEATS,
} from '@willcall/contracts';
import { countShards } from '@willcall/domain';
import { type Handler, ProblemError } from '@willcall/lambda';
import {
  createShow as createRecord,
  createSeats,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { findUnchargeable, findUnrefundable } from './chargeable-price.ts';
import { showWithStock } from './show-resource.ts';

type CreateShowDependencies = {
  readonly store: Store<'shows' | 'stock' | 'journal' | 'seats'>;
  readonly maxBuckets: number;
  /** Whether the stage is configured to take payments. */
  readonly takesPayments: boolean;
  readonly clock: () => Date;
  readonly newShowId: () => string;
};

/**
 * `POST /shows`: creates the show and its stock in one transaction. Seats are written first, so that a
 * show never exists without its seats. A failure leaves unreachable seats without a show.
 *
 * @throws ProblemError INVALID_REQUEST if the show or its sale would be over already, or if the stage does not
 *   take its payments, or its provider not such a price
 */
export const createShow =
  ({
    store,
    maxBuckets,
    takesPayments,
    clock,
    newShowId,
  }: CreateShowDependencies): Handler<'createShow'> =>
  async ({ body, mount, correlationId }) => {
    const {
      seats,
      payment,
      holdSeconds = DEFAULT_HOLD_SECONDS,
      refundFee,
      refundUntilSeconds,
      ...request
    } = body;
    const isPaid = payment === 'PROVIDER';
    const now = clock();
    const errors = [
      ...findPastTimes(request, now),
      ...(isPaid && !takesPayments ? [NO_PAYMENTS] : []),
      ...(isPaid ? findUnchargeable({ payment }, request.price) : []),
      ...findUnrefundable(refundFee, request.price.currency),
    ];
    if (errors.length > 0) throw new ProblemError('INVALID_REQUEST', { errors });
    const createdAt = now.toISOString();
    const capacity = seats?.length ?? request.capacity ?? 0;
    // Seats can be added before the sale, and the number of shards is fixed now.
    const isToBeFilled = seats !== undefined && !request.onSale;
    const show: ShowRecord = {
      showId: newShowId(),
      ...request,
      ...(isPaid ? { payment, holdSeconds } : {}),
      ...(refundFee ? { refundFee } : {}),
      ...(refundUntilSeconds ? { refundUntilSeconds } : {}),
      ...(request.onSale ? {} : { pausedAt: createdAt }),
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
      answer: showWithStock(show, { available: show.capacity, held: 0 }, now),
    };
  };

const NO_PAYMENTS: FieldError = {
  path: 'payment',
  message: 'must be NONE, because this stage takes no payments',
};

/** Random bytes in the id of a show or an upload. */
const ID_BYTES = 12;

/**
 * An id of 16 base64url characters. It never starts with a hyphen, because a command would read such an
 * id as an option.
 */
export const newId = (random: (bytes: number) => Buffer = randomBytes): string =>
  random(ID_BYTES).toString('base64url').replace(/^-/, '_');
