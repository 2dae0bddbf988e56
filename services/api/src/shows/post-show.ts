import { MAX_SEATS, ShowRequest, type ShowWithStock } from '@willcall/contracts';
import { bucketCount } from '@willcall/domain';
import { type HttpEvent, type HttpReply, parse, readRequest, requireAdmin } from '@willcall/lambda';
import { createShow, layOutSeats, type ShowRecord, type Store } from '@willcall/store';
import { showResource } from './show-resource.ts';

type PostShowSeams = {
  readonly maxBuckets: number;
  readonly clock: () => Date;
  readonly newShowId: () => string;
};

/**
 * `POST /shows`: the show and its stock, in one transaction. The seats of a reserved one are written
 * before it, so that there is never a show without its seats; a failure leaves seats of no show, to
 * which nothing leads.
 *
 * @throws ProblemError INVALID_REQUEST
 */
export const postShow =
  (store: Store<'shows' | 'stock' | 'seats'>, { maxBuckets, clock, newShowId }: PostShowSeams) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, mount, correlationId } = readRequest(event);
    const { seats, ...asked } = parse(ShowRequest, body);
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
      buckets: bucketCount(isToBeFilled ? MAX_SEATS : capacity, maxBuckets),
      returns: 0,
      priceVersion: 0,
      createdAt,
      correlationId,
    };
    await layOutSeats(store, show, seats ?? [], { at: createdAt, correlationId });
    await createShow(store, show);
    const made: ShowWithStock = { ...showResource(show), available: show.capacity };
    return {
      status: 201,
      headers: { location: `${mount}/shows/${show.showId}` },
      body: made,
    };
  };
