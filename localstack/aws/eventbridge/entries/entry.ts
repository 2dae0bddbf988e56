import * as z from 'zod';

/** Nothing is required here: an entry that lacks something fails alone, not its whole call. */
export const Entry = z.strictObject({
  Time: z.number().nullish(),
  Source: z.string().nullish(),
  Resources: z.array(z.string()).nullish(),
  DetailType: z.string().nullish(),
  Detail: z.string().nullish(),
  EventBusName: z.string().nullish(),
  TraceHeader: z.string().nullish(),
});

/** https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsRequestEntry.html */
export type Entry = z.infer<typeof Entry>;
