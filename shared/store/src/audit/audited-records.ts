import { decidedStatuses, Instant, Money, rejectionReasons, Total } from '@willcall/contracts';
import * as z from 'zod/mini';
import { UnreadableRecord } from '../errors.ts';
import { LEDGER_PREFIX, PURCHASE_PREFIX } from '../keys.ts';
import type { TableRole } from '../open-store.ts';
import { ledgerKind } from '../purchases/ledger.ts';
import { purchaseKind } from '../purchases/purchase-record.ts';
import { type Item, parseRecord, type RecordKind } from '../read-items.ts';
import { ReminderRecord } from '../reminders/reminder.ts';
import { seatKind } from '../seats/seat-record.ts';
import type { AuditItemName } from './audit-items.ts';
import type { AuditDifference } from './differences.ts';

const keys = { userId: z.string(), recordKey: z.string() };

/** A field of which only the presence is compared. Its value is personal, or another check's. */
const presence = z.optional(z.unknown());

/**
 * The attributes of a purchase that an audit compares. A record that other readers cannot read is
 * reported, and still counted if these can be read.
 */
export const AuditedPurchase = z.object({
  ...keys,
  purchaseId: z.string(),
  showId: z.optional(z.string()),
  status: z.enum(decidedStatuses),
  reason: z.optional(z.enum(rejectionReasons)),
  /** Missing on a FAILED purchase that could not be read. */
  quantity: z.optional(z.int().check(z.gte(1))),
  seats: z.optional(z.array(z.string())),
  /** The shards that its tickets were taken from, and how many from each. */
  from: z.optional(z.array(z.tuple([z.int(), z.int()]))),
  /** The shards of its hold, if it was paid late. */
  heldFrom: z.optional(z.array(z.tuple([z.int(), z.int()]))),
  total: z.optional(Total),
  refusedSeats: presence,
  ticketsLeft: presence,
  currentPrice: presence,
  currentTotal: presence,
  holder: presence,
  card: presence,
  reminder: z.optional(z.string()),
  reminderLeadSeconds: z.optional(z.int()),
  requestedAt: z.optional(Instant),
  decidedAt: z.optional(Instant),
  holdUntil: z.optional(Instant),
  paidAt: z.optional(Instant),
  expiredAt: z.optional(Instant),
  cancellationRequestedAt: z.optional(Instant),
  payment: presence,
  refund: presence,
  cancelledAt: z.optional(Instant),
  erasedAt: z.optional(Instant),
});
export type AuditedPurchase = z.infer<typeof AuditedPurchase>;

/** The attributes of a ledger that an audit compares. */
export const AuditedLedger = z.object({
  ...keys,
  showId: z.string(),
  tickets: z.int(),
  openHold: z.optional(z.string()),
  expiredHolds: z._default(z.int(), 0),
  lastPurchaseId: z.optional(z.string()),
  lastStatus: z.optional(z.string()),
  lastRequestedAt: z.optional(z.string()),
  lastDecidedAt: z.optional(z.string()),
});
export type AuditedLedger = z.infer<typeof AuditedLedger>;

/** The attributes of a seat that an audit compares. */
export const AuditedSeat = z.object({
  seatBucket: z.string(),
  seatId: z.string(),
  showId: z.optional(z.string()),
  heldBy: z.optional(z.string()),
  price: z.optional(Money),
  priceVersion: z._default(z.int(), 0),
  previousPrice: z.optional(Money),
  discountPercentage: z.optional(z.number()),
  isDiscounted: z.optional(z.boolean()),
  stampedVersion: z.optional(z.int()),
});
export type AuditedSeat = z.infer<typeof AuditedSeat>;

/** The attributes of a reminder that an audit compares. */
export const AuditedReminder = z.object({
  dueKey: z.string(),
  purchaseRef: z.string(),
  userId: z.string(),
  recordKey: z.string(),
  showId: z.string(),
  dueAt: Instant,
  expiresAt: z.int(),
  firedAt: z.optional(Instant),
  cancelledAt: z.optional(Instant),
});
export type AuditedReminder = z.infer<typeof AuditedReminder>;

/** Returns the kind of a record in the Purchases table. */
export const getRecordKind = ({ recordKey }: Item) => {
  const key = String(recordKey);
  if (key.startsWith(PURCHASE_PREFIX)) return 'purchase';
  return key.startsWith(LEDGER_PREFIX) ? 'ledger' : 'other';
};

/** A record as far as an audit can read it, and what others cannot read of it. */
export type AuditedRecord<T> = {
  readonly record?: T;
  readonly differences: readonly AuditDifference[];
};

export const readAuditedPurchase = (item: Item): AuditedRecord<AuditedPurchase> =>
  readAudited(item, AuditedPurchase, purchaseKind, 'PURCHASE_UNREADABLE');

export const readAuditedLedger = (item: Item): AuditedRecord<AuditedLedger> =>
  readAudited(item, AuditedLedger, ledgerKind, 'LEDGER_UNREADABLE');

export const readAuditedSeat = (item: Item): AuditedRecord<AuditedSeat> =>
  readAudited(item, AuditedSeat, seatKind, 'SEAT_UNREADABLE');

/** Reminders among the stored records. */
const reminderKind = { table: 'reminders', schema: ReminderRecord, what: 'the reminder' } as const;

export const readAuditedReminder = (item: Item): AuditedRecord<AuditedReminder> =>
  readAudited(item, AuditedReminder, reminderKind, 'REMINDER_UNREADABLE');

/** Names of records in sentences. */
const nouns = {
  PURCHASE_UNREADABLE: 'Purchase',
  LEDGER_UNREADABLE: 'Ledger',
  SEAT_UNREADABLE: 'Seat',
  REMINDER_UNREADABLE: 'Reminder',
} as const satisfies Partial<Record<AuditItemName, string>>;

function readAudited<T>(
  item: Item,
  audited: z.ZodMiniType<T>,
  kind: RecordKind<TableRole, z.ZodMiniType>,
  code: keyof typeof nouns,
): AuditedRecord<T> {
  const whole = parseRecord(kind, item);
  const { data } = audited.safeParse(item);
  const differences =
    whole instanceof UnreadableRecord ? [describeUnreadable(item, whole, code)] : [];
  return data === undefined ? { differences } : { record: data, differences };
}

const toText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;

/**
 * Reports a record that cannot be parsed: its table, its key and the invalid attributes, without
 * their values.
 */
function describeUnreadable(
  item: Item,
  record: UnreadableRecord,
  code: keyof typeof nouns,
): AuditDifference {
  const [purchaseId, seatId, userId] = [item.purchaseId, item.seatId, item.userId].map(toText);
  const name = purchaseId ?? seatId ?? `of ${userId}`;
  return {
    code,
    message: `${nouns[code]} ${name} cannot be read: ${record.wrong.join(', ')} (${formatPlace(record)}).`,
    ...(purchaseId === undefined ? {} : { purchaseId }),
    ...(seatId === undefined ? {} : { seatId }),
    ...(userId === undefined ? {} : { userId }),
  };
}

/** Names the table and the key of a record, for whoever repairs it. */
export const formatPlace = ({ table, key }: Pick<UnreadableRecord, 'table' | 'key'>): string =>
  [`table ${table}`, ...Object.entries(key).map(([name, value]) => `${name} ${value}`)].join(', ');
