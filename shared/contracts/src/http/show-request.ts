import * as z from 'zod';
import { Instant } from '../instant.ts';
import { Money } from '../money.ts';
import { ReminderLead } from '../reminder-lead.ts';
import { printable } from '../text.ts';
import { distinctSeats, MAX_SEATS_PER_REQUEST } from './seats-request.ts';

/** The largest house that a show may have; counters and revenue stay exact integers far beyond. */
export const MAX_CAPACITY = 1_000_000;

/** The body of `POST /v1/shows`. Unknown fields are refused. */
export const ShowRequest = z
  .strictObject({
    name: printable(200),
    venue: printable(200),
    startsAt: Instant,
    price: Money,
    /** General admission: so many tickets. Either this or `seats`. */
    capacity: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** Reserved seating: the first seats, perhaps none yet. The capacity is their number. */
    seats: distinctSeats(MAX_SEATS_PER_REQUEST).optional(),
    onSale: z.boolean().default(true),
    saleOpensAt: Instant.optional(),
    /** When left out, the sale closes when the show starts. */
    saleClosesAt: Instant.optional(),
    /** Over all purchases of a buyer for this show; any number when left out. */
    maxTicketsPerBuyer: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** Refuses a purchase that was requested before the buyer's one before it was decided. */
    onePurchaseAtATime: z.boolean().optional(),
    /** For buyers who do not say otherwise; a day when left out. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(({ capacity, seats }) => (capacity === undefined) !== (seats === undefined), {
    error: 'either capacity or seats must be given',
    path: ['capacity'],
  })
  .refine(
    ({ saleOpensAt, saleClosesAt, startsAt }) =>
      saleOpensAt === undefined || Date.parse(saleOpensAt) < Date.parse(saleClosesAt ?? startsAt),
    { error: 'must be before the sale closes', path: ['saleOpensAt'] },
  );
export type ShowRequest = z.infer<typeof ShowRequest>;
