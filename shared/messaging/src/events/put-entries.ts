import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE } from '@willcall/contracts';
import { MessagingError } from '../errors.ts';
import type { Bus } from './bus.ts';
import type { PlacedEvent } from './call-sized.ts';

/**
 * Codes that speak of the entry itself: sent again it is refused again. Every other code, those of
 * missing permissions too, is a fault that time or a person repairs.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const REFUSED_FOR_GOOD: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

export type PutOutcome = {
  /** These may get through when they are sent again. */
  readonly failed: readonly PlacedEvent[];
  /** These never will. */
  readonly refused: readonly PlacedEvent[];
};

/**
 * One PutEvents, and what became of each entry. An entry without an answer counts as failed.
 *
 * @throws MessagingError BUS_UNAVAILABLE when the call failed as a whole, after the SDK's own retries;
 *   the events may have been taken.
 */
export async function putEntries(bus: Bus, events: readonly PlacedEvent[]): Promise<PutOutcome> {
  const { Entries: answers = [] } = await bus.eventBridge
    .send(
      new PutEventsCommand({
        Entries: events.map(({ event }) => ({
          EventBusName: bus.name,
          Source: EVENT_SOURCE,
          DetailType: event.type,
          Detail: event.detail,
          Time: event.occurredAt,
        })),
      }),
    )
    .catch((cause: unknown) => {
      throw new MessagingError('EventBridge did not take the events', {
        code: 'BUS_UNAVAILABLE',
        cause,
      });
    });
  const isRefused = (index: number) => REFUSED_FOR_GOOD.has(answers[index]?.ErrorCode ?? '');
  const isTaken = (index: number) => Boolean(answers[index]?.EventId);
  return {
    failed: events.filter((_, index) => !isTaken(index) && !isRefused(index)),
    refused: events.filter((_, index) => !isTaken(index) && isRefused(index)),
  };
}
