import { EVENT_SOURCE, EVENT_VERSION, type EventDetail } from '@willcall/contracts';
import type { EventBridgeEvent } from 'aws-lambda';

/** `PriceChangeInitiated` as EventBridge delivers it, by default from 15.99 to 12.99. */
export function makePriceChangeEvent(
  change: Readonly<Record<string, unknown>> = {},
): EventBridgeEvent<'PriceChangeInitiated', object> {
  const detail: EventDetail<'PriceChangeInitiated'> = {
    eventId: 'A'.repeat(22),
    version: EVENT_VERSION,
    occurredAt: '2031-05-01T08:00:00.000Z',
    correlationId: 'request-1',
    showId: 'AAAAAAAAAAAAAAAA',
    showName: 'Hamlet',
    oldPrice: { amount: 1599, currency: 'EUR' },
    newPrice: { amount: 1299, currency: 'EUR' },
    priceVersion: 1,
  };
  return {
    version: '0',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    'detail-type': 'PriceChangeInitiated',
    source: EVENT_SOURCE,
    account: '000000000000',
    time: '2031-05-01T08:00:00Z',
    region: 'us-east-1',
    resources: [],
    detail: { ...detail, ...change },
  };
}
