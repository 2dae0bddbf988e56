import * as z from 'zod';

/** All that is ever kept of a card. The number itself never leaves the function that checks it. */
export const Card = z.object({
  brand: z.enum(['visa', 'mastercard']),
  last4: z.string().regex(/^\d{4}$/),
});
export type Card = z.infer<typeof Card>;
