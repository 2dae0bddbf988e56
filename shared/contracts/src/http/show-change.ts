import * as z from 'zod';
import { Money } from '../money.ts';

/** The body of `PATCH /v1/shows/{showId}`: what is to change, at least one thing. Unknown fields are refused. */
export const ShowChange = z
  .strictObject({
    /** In the show's own currency: its counters are in it. */
    price: Money.optional(),
    /** `false` pauses the sale. */
    onSale: z.boolean().optional(),
  })
  .refine((change) => Object.values(change).some((value) => value !== undefined), {
    error: 'must change something',
  });
export type ShowChange = z.infer<typeof ShowChange>;
