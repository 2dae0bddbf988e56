import * as z from 'zod';

/** What a buyer of a load does: buys, sends the same request twice, or types a card that is none. */
export const behaviours = ['buys', 'repeats', 'bad-card'] as const;
export type Behaviour = (typeof behaviours)[number];

const CastBuyer = z.object({
  name: z.string(),
  token: z.string(),
  /** Of this run and buyer only. */
  idempotencyKey: z.string(),
  behaviour: z.enum(behaviours),
});
export type CastBuyer = z.infer<typeof CastBuyer>;

/** Who buys what, in the order in which they come: from the command to the buyers that artillery runs. */
export const LoadCast = z.object({ showId: z.string(), buyers: z.array(CastBuyer) });
export type LoadCast = z.infer<typeof LoadCast>;
