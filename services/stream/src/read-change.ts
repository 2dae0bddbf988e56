import { unmarshall } from '@aws-sdk/util-dynamodb';
import { decidedStatuses, Instant, rejectionReasons, Total } from '@willcall/contracts';
import { ReminderKey, ReminderRecord, SeatRecord, ShowRecord } from '@willcall/store';
import type { DynamoDBRecord, StreamRecord } from 'aws-lambda';
import * as z from 'zod/mini';
import { StreamError } from './errors.ts';

/** The fields of a purchase record for its events, reminder and payment, without holder and card. */
export const PurchaseImage = z.object({
  userId: z.string(),
  recordKey: z.string(),
  purchaseId: z.string(),
  status: z.enum(decidedStatuses),
  /** Missing if the message could not be read, or was not read before the cancellation. */
  showId: z.optional(z.string()),
  quantity: z.optional(z.int().check(z.gte(1))),
  reason: z.optional(z.enum(rejectionReasons)),
  seats: z.optional(z.array(z.string())),
  total: z.optional(Total),
  refusedSeats: z.optional(z.array(z.string())),
  reminder: z.optional(ReminderKey),
  requestedAt: Instant,
  decidedAt: Instant,
  holdUntil: z.optional(Instant),
  paidAt: z.optional(Instant),
  expiredAt: z.optional(Instant),
  cancelledAt: z.optional(Instant),
  cancellationRequestedAt: z.optional(Instant),
  erasedAt: z.optional(Instant),
  payment: z.optional(z.object({ intent: z.string() })),
  refund: z.optional(z.object({ attempt: z.int(), status: z.string() })),
  correlationId: z.string(),
});
export type PurchaseImage = z.infer<typeof PurchaseImage>;

/** The fields of a show record for its events. */
export const ShowImage = z.pick(ShowRecord, {
  showId: true,
  name: true,
  venue: true,
  startsAt: true,
  timeZone: true,
  price: true,
  capacity: true,
  cancelledAt: true,
  soldOutAt: true,
  returns: true,
  flyerUrl: true,
  priceVersion: true,
  previousPrice: true,
  discountPercentage: true,
  isDiscounted: true,
  lastPriceChangeAt: true,
  stampedVersion: true,
  removedAt: true,
  createdAt: true,
  updatedAt: true,
  correlationId: true,
});
export type ShowImage = z.infer<typeof ShowImage>;

/** The fields of a seat record for its events, without its holder. */
export const SeatImage = z.pick(SeatRecord, {
  showId: true,
  seatId: true,
  price: true,
  priceVersion: true,
  replacedPrice: true,
  showName: true,
  previousPrice: true,
  discountPercentage: true,
  isDiscounted: true,
  lastPriceChangeAt: true,
  stampedVersion: true,
  createdAt: true,
  updatedAt: true,
  correlationId: true,
});
export type SeatImage = z.infer<typeof SeatImage>;

/** An item before and after a change. `before` is missing for a new item, `after` for a removed one. */
type RecordChange<Image> = {
  readonly before?: Image | undefined;
  readonly after?: Image | undefined;
  /** When the table wrote the item, to the second, ISO 8601. The same on every redelivery. */
  readonly recordedAt: string;
};

export type PurchaseRecordChange = RecordChange<PurchaseImage>;
export type ShowRecordChange = RecordChange<ShowImage>;
export type SeatRecordChange = RecordChange<SeatImage>;
export type ReminderRecordChange = RecordChange<ReminderRecord>;

/** The change in a stream record, by its table. */
type StreamChange =
  | ({ readonly kind: 'purchase' } & PurchaseRecordChange)
  | ({ readonly kind: 'show' } & ShowRecordChange)
  | ({ readonly kind: 'seat' } & SeatRecordChange)
  | ({ readonly kind: 'reminder' } & ReminderRecordChange)
  /** A change of an internal item: a ledger, the calendar, a job, the position of the sweep. */
  | { readonly kind: 'bookkeeping' };

/** The key attributes identify the table. They are the same in every deployment. */
const keysOf = {
  purchase: z.strictObject({ userId: z.string(), recordKey: z.string() }),
  show: z.strictObject({ showId: z.string() }),
  seat: z.strictObject({ seatBucket: z.string(), seatId: z.string() }),
  reminder: z.strictObject({ dueKey: z.string(), purchaseRef: z.string() }),
};

/** The key prefix of a purchase. The key of a ledger starts with `S#`. */
const PURCHASE_PREFIX = 'P#';

/** The key prefix of internal items. No id starts with it. */
const BOOKKEEPING_PREFIX = '#';

/**
 * Reads the change in a stream record.
 *
 * @throws StreamError UNREADABLE_RECORD with the names of the invalid attributes, without their values.
 */
export function readChange({ dynamodb = {} }: DynamoDBRecord): StreamChange {
  const keys = unmarshallAttributes(dynamodb.Keys, 'Keys');
  const purchase = keysOf.purchase.safeParse(keys);
  if (purchase.success) {
    return purchase.data.recordKey.startsWith(PURCHASE_PREFIX)
      ? { kind: 'purchase', ...readImages(dynamodb, PurchaseImage) }
      : { kind: 'bookkeeping' };
  }
  const show = keysOf.show.safeParse(keys);
  if (show.success) {
    return show.data.showId.startsWith(BOOKKEEPING_PREFIX)
      ? { kind: 'bookkeeping' }
      : { kind: 'show', ...readImages(dynamodb, ShowImage) };
  }
  if (keysOf.seat.safeParse(keys).success) {
    return { kind: 'seat', ...readImages(dynamodb, SeatImage) };
  }
  const reminder = keysOf.reminder.safeParse(keys);
  if (reminder.success) {
    return reminder.data.dueKey.startsWith(BOOKKEEPING_PREFIX)
      ? { kind: 'bookkeeping' }
      : { kind: 'reminder', ...readImages(dynamodb, ReminderRecord) };
  }
  throw unreadableRecord('not the keys of a known table');
}

function readImages<S extends z.ZodMiniType>(
  { OldImage, NewImage, ApproximateCreationDateTime }: StreamRecord,
  schema: S,
): RecordChange<z.output<S>> {
  const before = readImage(OldImage, schema, 'OldImage');
  const after = readImage(NewImage, schema, 'NewImage');
  if (before === undefined && after === undefined) throw unreadableRecord('no image');
  if (ApproximateCreationDateTime === undefined)
    throw unreadableRecord('ApproximateCreationDateTime');
  return { before, after, recordedAt: new Date(ApproximateCreationDateTime * 1_000).toISOString() };
}

function readImage<S extends z.ZodMiniType>(
  image: StreamRecord['NewImage'],
  schema: S,
  name: string,
): z.output<S> | undefined {
  if (image === undefined) return undefined;
  const parsed = schema.safeParse(unmarshallAttributes(image, name));
  if (parsed.success) return parsed.data;
  throw unreadableRecord(
    parsed.error.issues.map(({ path }) => [name, ...path].join('.')).join(', '),
  );
}

function unmarshallAttributes(image: StreamRecord['Keys'], name: string): Record<string, unknown> {
  try {
    // Lambda types bytes as base64 text, and the SDK as an array. Our items have no bytes.
    return unmarshall((image ?? {}) as Parameters<typeof unmarshall>[0]);
  } catch {
    // The SDK's error quotes the value.
    throw unreadableRecord(name);
  }
}

const unreadableRecord = (what: string): StreamError =>
  new StreamError('UNREADABLE_RECORD', `The stream record cannot be read: ${what}`);
