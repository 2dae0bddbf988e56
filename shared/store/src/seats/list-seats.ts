import { bucketOfSeat, seatBucket } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { queryItems, readRecord } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { SeatRecord } from './seat-record.ts';

type SeatPage = {
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
  const isAfter = after === undefined ? '' : ' AND seatId > :after';
  const query = {
    TableName: store.tables.seats,
    KeyConditionExpression: `seatBucket = :bucket${isAfter}`,
    ExpressionAttributeValues: {
      ':bucket': bucket,
      ...(after === undefined ? {} : { ':after': after }),
    },
  };
  const items = await queryItems(store, 'list the seats', query, most);
  return items.map((item) => readRecord(SeatRecord, item, 'a seat'));
}
