import * as z from 'zod';

/**
 * Of an event as EventBridge hands it to a queue, what a line for people is made of.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export const Envelope = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
export type Envelope = z.infer<typeof Envelope>;
