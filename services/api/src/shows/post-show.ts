import { ShowRequest, type ShowWithStock } from '@willcall/contracts';
import { bucketCount } from '@willcall/domain';
import { type HttpEvent, type HttpReply, parse, readRequest, requireAdmin } from '@willcall/lambda';
import { createShow, type ShowRecord, type Store } from '@willcall/store';
import { showResource } from './show-resource.ts';

/** `POST /shows`: the show and its stock, in one transaction. @throws ProblemError INVALID_REQUEST */
export const postShow =
  (
    store: Store<'shows' | 'stock'>,
    {
      maxBuckets,
      clock,
      newShowId,
    }: {
      readonly maxBuckets: number;
      readonly clock: () => Date;
      readonly newShowId: () => string;
    },
  ) =>
  async (event: HttpEvent): Promise<HttpReply> => {
    requireAdmin(event);
    const { body, mount, correlationId } = readRequest(event);
    const { seats, ...asked } = parse(ShowRequest, body);
    const capacity = asked.capacity ?? 0;
    const show: ShowRecord = {
      showId: newShowId(),
      ...asked,
      seating: seats === undefined ? 'GENERAL' : 'RESERVED',
      capacity,
      buckets: bucketCount(capacity, maxBuckets),
      returns: 0,
      priceVersion: 0,
      createdAt: clock().toISOString(),
      correlationId,
    };
    await createShow(store, show);
    const made: ShowWithStock = { ...showResource(show), available: show.capacity };
    return {
      status: 201,
      headers: { location: `${mount}/shows/${show.showId}` },
      body: made,
    };
  };
