import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { readRecord } from '../read-record.ts';
import { send } from '../send.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import { bucketOfSeat, seatBucket } from './seat-keys.ts';
import { SeatRecord } from './seat-record.ts';

export type SeatPage = {
  readonly seats: readonly SeatRecord[];
  /** The last seat of the page, when there is more behind it. */
  readonly next?: string;
};

/** Queries under way at once: a page of a small house in many buckets would else wait for each. */
const MOST_AT_ONCE = 16;

type ListedShow = Pick<ShowRecord, 'showId' | 'buckets' | 'capacity'>;

/**
 * A page of a show's seats: by their bucket, then by id. 0.5 read units for each 4 KB, some 25 seats;
 * a write of the last second may be missing. A seat that stays is on exactly one page, whatever is
 * added and removed meanwhile.
 *
 * @param after the seat that the page before ended at; it may be gone by now.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function listSeats(
  store: Store<'seats'>,
  show: ListedShow,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<SeatPage> {
  // One more than asked for tells whether there is a next page.
  const wanted = limit + 1;
  const seats: SeatRecord[] = [];
  let bucket = after === undefined ? 0 : bucketOfSeat(show, after);
  let from = after;
  while (bucket < show.buckets && seats.length < wanted) {
    const count = Math.min(bucketsHolding(wanted - seats.length, show), show.buckets - bucket);
    const pages = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        seatsOfBucket(store, seatBucket(show.showId, bucket + index), {
          most: wanted,
          after: index === 0 ? from : undefined,
        }),
      ),
    );
    seats.push(...pages.flat());
    bucket += count;
    from = undefined;
  }
  const page = seats.slice(0, limit);
  const last = page.at(-1);
  return seats.length > limit && last !== undefined
    ? { seats: page, next: last.seatId }
    : { seats: page };
}

/** How many buckets should hold so many seats: their hashes spread them evenly. */
const bucketsHolding = (seats: number, { buckets, capacity }: ListedShow): number =>
  Math.min(MOST_AT_ONCE, Math.max(1, Math.ceil((seats * buckets) / Math.max(1, capacity))));

async function seatsOfBucket(
  store: Store<'seats'>,
  bucket: string,
  { most, after }: { readonly most: number; readonly after: string | undefined },
): Promise<SeatRecord[]> {
  const seats: SeatRecord[] = [];
  let from: Record<string, unknown> | undefined;
  do {
    const page = await send(
      'list the seats',
      store.documents.send(
        new QueryCommand({
          TableName: store.tables.seats,
          KeyConditionExpression:
            after === undefined
              ? 'seatBucket = :bucket'
              : 'seatBucket = :bucket AND seatId > :after',
          ExpressionAttributeValues: {
            ':bucket': bucket,
            ...(after === undefined ? {} : { ':after': after }),
          },
          Limit: most - seats.length,
          ...(from === undefined ? {} : { ExclusiveStartKey: from }),
        }),
      ),
    );
    seats.push(...(page.Items ?? []).map((item) => readRecord(SeatRecord, item, 'a seat')));
    from = page.LastEvaluatedKey;
  } while (from !== undefined && seats.length < most);
  return seats;
}
