import * as z from 'zod';
import { ShowId } from '../ids.ts';
import { Money, Total } from '../money.ts';
import { ReminderLead } from '../reminder-lead.ts';
import { Email, printable } from '../text.ts';
import { distinctSeats } from './seats-request.ts';

export const MAX_TICKETS_PER_PURCHASE = 8;

/** Whose name is on the tickets, and where to write to them. */
export const Holder = z.strictObject({ name: printable(100), email: Email });
export type Holder = z.infer<typeof Holder>;

/** The body of `POST /v1/purchases`. Unknown fields are refused. */
export const PurchaseRequest = z
  .strictObject({
    showId: ShowId,
    /** Either this or `seats`. */
    quantity: z.int().min(1).max(MAX_TICKETS_PER_PURCHASE).optional(),
    /** Of a show with reserved seating: all of them or none. */
    seats: distinctSeats(MAX_TICKETS_PER_PURCHASE).min(1).optional(),
    holder: Holder,
    /** Left out for a show that costs nothing. Checked for its form only; nothing is charged. */
    card: z
      .strictObject({
        // The card rule judges the digits: a wrong number is INVALID_CARD, not a wrong type.
        number: z.string().max(64),
        expiryMonth: z.int().min(1).max(12),
        expiryYear: z.int().min(2000).max(2999),
      })
      .optional(),
    /** What the buyer saw, of each ticket. A purchase at another price is rejected with PRICE_CHANGED. */
    expectedPrice: Money.optional(),
    /** The same of all tickets together: for seats whose prices differ. */
    expectedTotal: Total.optional(),
    /** When to be reminded; the show's own lead when left out. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(({ quantity, seats }) => (quantity === undefined) !== (seats === undefined), {
    error: 'either quantity or seats must be given',
    path: ['quantity'],
  });
export type PurchaseRequest = z.infer<typeof PurchaseRequest>;

/** `Idempotency-Key`: 1 to 255 printable ASCII characters. */
export const IdempotencyKey = z.string().regex(/^[\x20-\x7e]{1,255}$/);
