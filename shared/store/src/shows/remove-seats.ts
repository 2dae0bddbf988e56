import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { readRecord } from '../read-record.ts';
import { seatBucket } from '../seats/seat-keys.ts';
import { send } from '../send.ts';
import type { Store } from '../store.ts';
import { writeItems } from '../write-items.ts';
import type { ShowRecord } from './show-record.ts';

const SeatKeys = z.array(z.object({ seatBucket: z.string(), seatId: z.string() }));

/** Seat buckets that are emptied side by side: 20,000 seats go in seconds, and no table is rushed. */
const AT_ONCE = 8;

/**
 * Deletes all seats of a show that is removed already, so that none is added any more: 1 write unit
 * each. Repeatable.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; some of the seats may then be gone.
 */
export async function removeSeats(
  store: Store<'seats'>,
  { showId, buckets }: Pick<ShowRecord, 'showId' | 'buckets'>,
): Promise<void> {
  const waiting = Array.from({ length: buckets }, (_, bucket) =>
    seatBucket(showId, bucket),
  ).values();
  const emptyInTurn = async () => {
    for (const bucket of waiting) await emptyBucket(store, bucket);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, emptyInTurn));
}

async function emptyBucket(store: Store<'seats'>, bucket: string): Promise<void> {
  const pages = paginateQuery(
    { client: store.documents },
    {
      TableName: store.tables.seats,
      KeyConditionExpression: 'seatBucket = :bucket',
      ExpressionAttributeValues: { ':bucket': bucket },
      ProjectionExpression: 'seatBucket, seatId',
      ConsistentRead: true,
    },
  );
  let page = await send("list the show's seats", pages.next());
  while (page.done !== true) {
    const seats = readRecord(SeatKeys, page.value.Items ?? [], 'a seat');
    const writes = seats.map((Key) => ({ DeleteRequest: { Key } }));
    await writeItems(store, store.tables.seats, writes, 'remove the seats');
    page = await send("list the show's seats", pages.next());
  }
}
