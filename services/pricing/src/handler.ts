import { injectLambdaContext } from '@aws-lambda-powertools/logger/middleware';
import { logMetrics } from '@aws-lambda-powertools/metrics/middleware';
import middy from '@middy/core';
import { EVENT_SOURCE, type EventDetail, eventTypes } from '@willcall/contracts';
import { withinTime } from '@willcall/domain';
import {
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type Seams,
} from '@willcall/lambda';
import { openStore } from '@willcall/store';
import type { Context, EventBridgeEvent } from 'aws-lambda';
import * as z from 'zod/mini';
import { processPriceChange } from './process-price-change.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  SEATS_TABLE: NonEmptyText,
};

/** A Lambda function that an event rule invokes. EventBridge delivers the event again after an error. */
export type EventFunction = (
  event: EventBridgeEvent<string, unknown>,
  context: Context,
) => Promise<void>;

/** Stamps the discount of each `PriceChangeInitiated` on its show or seat. Redeliveries change nothing. */
export function createPricing(environment: Environment, seams: Seams = {}): EventFunction {
  const settings = readEnvironment(variables, environment);
  const observability = observe('pricing', environment);
  const { logger, metrics, log, measure } = observability;
  const { clock = () => new Date() } = seams;
  const store = openStore(
    { shows: settings.SHOWS_TABLE, seats: settings.SEATS_TABLE },
    createStoreConnection(settings, observability, seams),
  );
  const stack = middy<EventBridgeEvent<string, unknown>, void>()
    .use(injectLambdaContext(logger))
    .use(logMetrics(metrics))
    .handler(async (event, context) => {
      const announced = readPriceChange(event);
      if (announced !== undefined) {
        return withinTime(
          () => context.getRemainingTimeInMillis(),
          () => processPriceChange(announced, { store, clock, log, measure }),
        );
      }
      // A redelivery cannot help, so the event is acknowledged, and the log reports it.
      measure.count('PriceChangesInvalid');
      log.error('Event is not a valid price change', {
        code: 'INVALID_EVENT',
        messageId: event.id,
      });
    });
  return async (event, context) => {
    await stack(event, context);
  };
}

/** EventBridge's envelope of a price change of a show or a seat. */
const Envelope = z.object({
  source: z.literal(EVENT_SOURCE),
  'detail-type': z.literal('PriceChangeInitiated'),
  detail: eventTypes.PriceChangeInitiated,
});

/** The price change in an event, or undefined if the event is not a valid price change. */
export function readPriceChange(event: unknown): EventDetail<'PriceChangeInitiated'> | undefined {
  return Envelope.safeParse(event).data?.detail;
}
