import * as z from 'zod';
import { Instant } from '../instant.ts';
import { Money } from '../money.ts';
import { MAX_CAPACITY } from './show-request.ts';

/** The body of `PATCH /v1/shows/{showId}`: what is to change, at least one thing. Unknown fields are refused. */
export const ShowChange = z
  .strictObject({
    /** In the show's own currency: its counters are in it. */
    price: Money.optional(),
    /** `false` pauses the sale: what was asked for before is still decided. */
    onSale: z.boolean().optional(),
    /** Moves the unsent reminders with it. */
    startsAt: Instant.optional(),
    /** Up, or down to what is sold. A show with reserved seating follows its seats instead. */
    capacity: z.int().min(1).max(MAX_CAPACITY).optional(),
    /** `null` takes it away: the sale is open from the beginning. */
    saleOpensAt: Instant.nullable().optional(),
    /** `null` takes it away: the sale closes when the show starts. */
    saleClosesAt: Instant.nullable().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change something',
  });
export type ShowChange = z.infer<typeof ShowChange>;
