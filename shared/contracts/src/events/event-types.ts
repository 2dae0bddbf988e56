import * as z from 'zod';
import { PurchaseId, ShowId, UserId } from '../ids.ts';
import { Instant } from '../instant.ts';
import { Money } from '../money.ts';
import { rejectionReasons } from '../outcome.ts';
import { eventBase, priceChangeFields, purchaseFields } from './event-base.ts';

/** Every event that willcall publishes, by its `detail-type`: the shape of its detail. */
export const eventTypes = {
  PurchaseConfirmed: z.object({
    ...eventBase,
    ...purchaseFields,
    ticketIds: z.array(z.string()).min(1),
    total: Money,
  }),
  PurchaseRejected: z.object({ ...eventBase, ...purchaseFields, reason: z.enum(rejectionReasons) }),
  PurchaseFailed: z.object({ ...eventBase, ...purchaseFields }),
  PurchaseCancelled: z.object({ ...eventBase, ...purchaseFields }),
  ShowCreated: z.object({
    ...eventBase,
    showId: ShowId,
    name: z.string(),
    venue: z.string(),
    startsAt: Instant,
    price: Money,
    capacity: z.int().min(0),
  }),
  PriceChangeInitiated: z.object({ ...eventBase, ...priceChangeFields }),
  PriceChangeProcessed: z.object({
    ...eventBase,
    ...priceChangeFields,
    previousPrice: Money,
    /** Two decimals, and only when the price fell. */
    discountPercentage: z.number().min(0).max(100).optional(),
    isDiscounted: z.boolean(),
    lastPriceChangeAt: Instant,
  }),
  FlyerAttached: z.object({
    ...eventBase,
    showId: ShowId,
    showName: z.string(),
    flyerUrl: z.url(),
  }),
  ReminderDue: z.object({
    ...eventBase,
    purchaseId: PurchaseId,
    userId: UserId,
    showId: ShowId,
    showName: z.string(),
    venue: z.string(),
    startsAt: Instant,
    /** How many tickets the buyer holds by this purchase. */
    tickets: z.int().min(1),
    dueAt: Instant,
    lateBySeconds: z.int().min(0),
  }),
} as const satisfies Record<string, z.ZodType>;

export type EventType = keyof typeof eventTypes;

/** The detail of an event, by its type. */
export type EventDetail<T extends EventType = EventType> = z.infer<(typeof eventTypes)[T]>;

/** An event ready for the bus. */
export type WillcallEvent = {
  [T in EventType]: { readonly type: T; readonly detail: EventDetail<T> };
}[EventType];
