import * as z from 'zod/mini';
import { CorrelationId, PurchaseId, UserId } from './ids.ts';

/** A release that knows another version of the message leaves it in the queue. */
export const PAYMENT_TASK_VERSION = 1;

/** The id of an intent: the provider's record of one payment. Stripe allows 255 characters. */
export const IntentId = z.string().check(z.minLength(1), z.maxLength(255));

/**
 * The message that asks `payment-tasks` to compare a purchase with the payment provider, and to do what is due. It
 * says nothing about what happened: the record and the provider say that. So sending it twice, late or in another
 * order changes nothing. At least one of `purchase` and `intent` is known.
 */
export const PaymentTask = z
  .object({
    version: z.literal(PAYMENT_TASK_VERSION),
    purchase: z.optional(z.object({ userId: UserId, purchaseId: PurchaseId })),
    /** The intent that something was heard of. It can be another one than that of the purchase. */
    intent: z.optional(IntentId),
    correlationId: CorrelationId,
  })
  .check(z.refine(({ purchase, intent }) => purchase !== undefined || intent !== undefined));
export type PaymentTask = z.infer<typeof PaymentTask>;
