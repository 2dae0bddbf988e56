import { paginateQuery } from '@aws-sdk/lib-dynamodb';
import { seatBucket } from '../seats/seat-keys.ts';
import { send } from '../send.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { Store } from '../store.ts';
import type { AuditDifference } from './audit-difference.ts';
import { AuditedSeat } from './audited-records.ts';
import type { Item } from './collect-facts.ts';
import { unreadable } from './unreadable.ts';

export type AuditedSeats = {
  readonly seats: AuditedSeat[];
  /** Seats that have not the shape of one. */
  readonly differences: AuditDifference[];
};

/** Seat buckets that are read beside each other. */
const AT_ONCE = 4;

/**
 * All seats of a show, read consistently: 1 read unit for every 4 KB, some twenty seats. None of a show
 * without reserved seating.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readAuditedSeats(
  store: Store<'seats'>,
  { showId, seating, buckets }: Pick<ShowRecord, 'showId' | 'seating' | 'buckets'>,
): Promise<AuditedSeats> {
  const found: AuditedSeats = { seats: [], differences: [] };
  if (seating !== 'RESERVED') return found;
  const left = Array.from({ length: buckets }, (_, bucket) => seatBucket(showId, bucket)).values();
  const readSome = async () => {
    for (const bucket of left) {
      for (const item of await send('read the seats', itemsOf(store, bucket))) {
        const { success, data, error } = AuditedSeat.safeParse(item);
        if (success) found.seats.push(data);
        else found.differences.push(unreadable('SEAT_UNREADABLE', 'Seat', item, error));
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, readSome));
  return found;
}

async function itemsOf(store: Store<'seats'>, bucket: string): Promise<Item[]> {
  const pages = paginateQuery(
    { client: store.documents },
    {
      TableName: store.tables.seats,
      ConsistentRead: true,
      KeyConditionExpression: 'seatBucket = :bucket',
      ExpressionAttributeValues: { ':bucket': bucket },
      ProjectionExpression: Object.keys(AuditedSeat.shape).join(', '),
    },
  );
  const items: Item[] = [];
  for await (const { Items = [] } of pages) items.push(...Items);
  return items;
}
