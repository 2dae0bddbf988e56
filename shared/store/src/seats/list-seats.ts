import { seatShardKey, shardOfSeat } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type Item, queryItems } from '../read-items.ts';
import { type RecordPage, readPage } from '../read-page.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import { type SeatRecord, seatKind } from './seat-record.ts';

/**
 * Concurrent queries. A page of a small venue with many shards would otherwise wait for each in
 * turn.
 */
const MAX_CONCURRENCY = 16;

type ListedShow = Pick<ShowRecord, 'showId' | 'buckets' | 'capacity'>;

/**
 * Lists a page of the seats of a show, ordered by shard and then by id. 0.5 read units per 4 KB,
 * about 25 seats. Writes of the last second may be missing. A seat that exists throughout is on
 * exactly one page, even if other seats are added and removed. A seat that cannot be read is left
 * out, so a page may be shorter than its limit.
 *
 * @param after the last seat of the previous page. It may no longer exist.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function listSeats(
  store: Store<'seats'>,
  show: ListedShow,
  { limit, after }: { readonly limit: number; readonly after?: string | undefined },
): Promise<RecordPage<SeatRecord>> {
  // One more than requested shows whether there is a next page.
  const wanted = limit + 1;
  const items: Item[] = [];
  let shard = after === undefined ? 0 : shardOfSeat(show, after);
  let from = after;
  while (shard < show.buckets && items.length < wanted) {
    const count = Math.min(countShardsHolding(wanted - items.length, show), show.buckets - shard);
    const pages = await Promise.all(
      Array.from({ length: count }, (_, index) =>
        listSeatsOfShard(store, seatShardKey(show.showId, shard + index), {
          most: wanted,
          after: index === 0 ? from : undefined,
        }),
      ),
    );
    items.push(...pages.flat());
    shard += count;
    from = undefined;
  }
  const hasNext = items.length > limit;
  return readPage(store, seatKind, items.slice(0, limit), { sortKey: 'seatId', hasNext });
}

/** Estimates the number of shards that hold so many seats. Their hashes spread them evenly. */
const countShardsHolding = (seats: number, { buckets, capacity }: ListedShow): number =>
  Math.min(MAX_CONCURRENCY, Math.max(1, Math.ceil((seats * buckets) / Math.max(1, capacity))));

async function listSeatsOfShard(
  store: Store<'seats'>,
  shard: string,
  { most, after }: { readonly most: number; readonly after: string | undefined },
): Promise<Item[]> {
  const isAfter = after === undefined ? '' : ' AND seatId > :after';
  const query = {
    TableName: store.tables.seats,
    KeyConditionExpression: `seatBucket = :shard${isAfter}`,
    ExpressionAttributeValues: {
      ':shard': shard,
      ...(after === undefined ? {} : { ':after': after }),
    },
  };
  return queryItems(store, 'list the seats', query, most);
}
