import * as z from 'zod';
import { Instant } from '../instant.ts';
import { Money } from '../money.ts';
import { ReminderLead } from '../reminder-lead.ts';
import { printable } from '../text.ts';

/** The largest house that a show may have; counters and revenue stay exact integers far beyond. */
export const MAX_CAPACITY = 1_000_000;

/** The body of `POST /v1/shows`, general admission. Unknown fields are refused. */
export const ShowRequest = z
  .strictObject({
    name: printable(200),
    venue: printable(200),
    startsAt: Instant,
    price: Money,
    capacity: z.int().min(1).max(MAX_CAPACITY),
    onSale: z.boolean().default(true),
    saleOpensAt: Instant.optional(),
    /** When left out, the sale closes when the show starts. */
    saleClosesAt: Instant.optional(),
    /** For buyers who do not say otherwise; a day when left out. */
    reminderLeadSeconds: ReminderLead.optional(),
  })
  .refine(
    ({ saleOpensAt, saleClosesAt, startsAt }) =>
      saleOpensAt === undefined || Date.parse(saleOpensAt) < Date.parse(saleClosesAt ?? startsAt),
    { error: 'must be before the sale closes', path: ['saleOpensAt'] },
  );
export type ShowRequest = z.infer<typeof ShowRequest>;
