import { rejectionReasons, Total } from '@willcall/contracts';
import * as z from 'zod';
import { LEDGER_PREFIX, PURCHASE_PREFIX, seatShardKeys } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { type Item, queryItems } from '../read-items.ts';
import type { ShowRecord } from '../shows/show-record.ts';
import type { AuditDifference, AuditDifferenceCode } from './differences.ts';

const keys = { userId: z.string(), recordKey: z.string() };

/** The attributes of a purchase that an audit reads. */
export const AuditedPurchase = z.object({
  ...keys,
  purchaseId: z.string(),
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  reason: z.enum(rejectionReasons).optional(),
  /** Missing on a FAILED purchase that could not be read. */
  quantity: z.int().min(1).optional(),
  seats: z.array(z.string()).optional(),
  total: Total.optional(),
});
export type AuditedPurchase = z.infer<typeof AuditedPurchase>;

/** The attributes of a ledger that an audit reads. */
export const AuditedLedger = z.object({ ...keys, tickets: z.int() });

/** The attributes of a seat that an audit reads. */
export const AuditedSeat = z.object({
  seatBucket: z.string(),
  seatId: z.string(),
  heldBy: z.string().optional(),
});
export type AuditedSeat = z.infer<typeof AuditedSeat>;

/** The attributes that an audit reads from the Purchases table. */
export const AUDITED_ATTRIBUTES = Object.keys({
  ...AuditedPurchase.shape,
  ...AuditedLedger.shape,
});

/** Returns the kind of a record in the Purchases table. */
export const getRecordKind = ({ recordKey }: Readonly<Record<string, unknown>>) => {
  const key = String(recordKey);
  if (key.startsWith(PURCHASE_PREFIX)) return 'purchase';
  return key.startsWith(LEDGER_PREFIX) ? 'ledger' : 'other';
};

export type AuditedSeats = {
  readonly seats: AuditedSeat[];
  /** Seats that cannot be parsed. */
  readonly differences: AuditDifference[];
};

/** Seat shards that are read concurrently. */
const MAX_CONCURRENCY = 4;

/**
 * Reads all seats of a show, consistently: 1 read unit per 4 KB, about twenty seats. Empty for a
 * show without reserved seating.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readAuditedSeats(
  store: Store<'seats'>,
  show: Pick<ShowRecord, 'showId' | 'seating' | 'buckets'>,
): Promise<AuditedSeats> {
  const found: AuditedSeats = { seats: [], differences: [] };
  if (show.seating !== 'RESERVED') return found;
  const left = seatShardKeys(show).values();
  const readSome = async () => {
    for (const shard of left) {
      for (const item of await readSeatsOfShard(store, shard)) {
        const { success, data, error } = AuditedSeat.safeParse(item);
        if (success) found.seats.push(data);
        else found.differences.push(describeUnreadable('SEAT_UNREADABLE', 'Seat', item, error));
      }
    }
  };
  await Promise.all(Array.from({ length: MAX_CONCURRENCY }, readSome));
  return found;
}

const readSeatsOfShard = (store: Store<'seats'>, shard: string): Promise<Item[]> =>
  queryItems(store, 'read the seats', {
    TableName: store.tables.seats,
    ConsistentRead: true,
    KeyConditionExpression: 'seatBucket = :shard',
    ExpressionAttributeValues: { ':shard': shard },
    ProjectionExpression: Object.keys(AuditedSeat.shape).join(', '),
  });

const toText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * Reports a record that cannot be parsed: its id and the invalid attributes, without their values.
 */
export function describeUnreadable(
  code: AuditDifferenceCode,
  kind: string,
  item: Readonly<Record<string, unknown>>,
  { issues }: z.ZodError,
): AuditDifference {
  const [purchaseId, seatId, userId] = [item.purchaseId, item.seatId, item.userId].map(toText);
  const name = purchaseId ?? seatId ?? `of ${userId}`;
  const wrong = [...new Set(issues.map(({ path }) => path.join('.') || '(whole)'))].join(', ');
  return {
    code,
    message: `${kind} ${name} cannot be read: ${wrong}.`,
    ...(purchaseId === undefined ? {} : { purchaseId }),
    ...(seatId === undefined ? {} : { seatId }),
    ...(userId === undefined ? {} : { userId }),
  };
}
