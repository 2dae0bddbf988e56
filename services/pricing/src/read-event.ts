import { EVENT_SOURCE, type EventDetail, eventTypes } from '@willcall/contracts';
import * as z from 'zod';

/** EventBridge's envelope around a price change of a show, or of one seat. */
const Envelope = z.object({
  source: z.literal(EVENT_SOURCE),
  'detail-type': z.literal('PriceChangeInitiated'),
  detail: eventTypes.PriceChangeInitiated,
});

/** The price change that an event of the bus announces, or undefined when it announces none of ours. */
export function readEvent(event: unknown): EventDetail<'PriceChangeInitiated'> | undefined {
  return Envelope.safeParse(event).data?.detail;
}
