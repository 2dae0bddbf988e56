import { setTimeout as sleep } from 'node:timers/promises';
import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, eventTypes, type WillcallEvent } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import { MessagingError } from './errors.ts';

/** An event bus and the client that reaches it. */
export type Bus = { readonly eventBridge: EventBridgeClient; readonly name: string };

/** How a bus is reached. `plugins` are SDK middleware: meters and faults in tests. */
export type BusConnection = {
  readonly client: EventBridgeClientConfig;
  readonly plugins?: readonly Parameters<EventBridgeClient['middlewareStack']['use']>[0][];
};

/** Opens a bus by its name or ARN. Nothing is sent until the first call. */
export function openBus(name: string, { client, plugins = [] }: BusConnection): Bus {
  const eventBridge = new EventBridgeClient(client);
  for (const plugin of plugins) eventBridge.middlewareStack.use(plugin);
  return { eventBridge, name };
}

/**
 * Bytes. The entries of a call must stay below 1 MB together, and so must a single one; taken as the
 * smaller million, since the page says MB. (It was 256 KB until 2026.)
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const MAX_BYTES_PER_CALL = 1_000_000;

/** Counted by AWS for the `Time` of an entry, however it is written. */
const TIME_BYTES = 14;

/** An event that its contract and the bus's size limit have passed. */
export type PreparedEvent = {
  readonly type: WillcallEvent['type'];
  /** JSON, without the fields that the contract does not name. */
  readonly detail: string;
  readonly occurredAt: Date;
  /** As AWS counts an entry. */
  readonly bytes: number;
};

/**
 * Checks an event by its contract and makes it ready for the bus.
 * Size: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 *
 * @throws MessagingError INVALID_EVENT naming the wrong fields and none of their values; TOO_LARGE
 */
export function prepareEvent({ type, detail }: WillcallEvent): PreparedEvent {
  const parsed = eventTypes[type].safeParse(detail);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || '(detail)').join(', ');
    throw new MessagingError(`Not a ${type}: ${wrong}`, { code: 'INVALID_EVENT' });
  }
  const json = JSON.stringify(parsed.data);
  const bytes =
    TIME_BYTES + [EVENT_SOURCE, type, json].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes >= MAX_BYTES_PER_CALL) {
    throw new MessagingError(`A ${type} of ${bytes} bytes is too large`, { code: 'TOO_LARGE' });
  }
  return { type, detail: json, occurredAt: new Date(parsed.data.occurredAt), bytes };
}

/** Calls for the entries of one: with the waits, less than two seconds before the stream tries again. */
const MAX_ATTEMPTS = 5;

/** Milliseconds. Doubled after each attempt, and chosen at random below that: shards retry apart. */
const JITTER_BASE_MS = 100;
const JITTER_MAX_MS = 800;

/** What became of events, by their places among those that were to be published. */
type PublishReport = {
  /** Not taken, or never sent because an earlier call failed: to be published again. */
  readonly unsent: readonly number[];
  /** Refused for what they are: publishing them again would change nothing. */
  readonly refused: readonly number[];
  /** Why there are unsent ones: BUS_UNAVAILABLE. */
  readonly error?: MessagingError;
};

/** Chance and time, for tests. */
export type PublishOptions = {
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Publishes events in their order, by tens: of the entries of a call that fail only those are sent
 * again, a few times, with growing jitter. After a call that did not get through, the later ones are
 * not even tried: whoever calls repeats from the lowest unsent event on, and the bus should see as
 * little as possible twice.
 */
export async function publishEvents(
  bus: Bus,
  events: readonly PreparedEvent[],
  pace: PublishOptions = {},
): Promise<PublishReport> {
  const refused: number[] = [];
  const calls = splitIntoCalls(events);
  for (const [index, call] of calls.entries()) {
    const outcome = await putWithRetries(bus, call, pace);
    refused.push(...outcome.refused.map(({ index }) => index));
    if (outcome.error === undefined) continue;
    const unsent = [...outcome.failed, ...calls.slice(index + 1).flat()].map(({ index }) => index);
    return { unsent, refused, error: outcome.error };
  }
  return { unsent: [], refused };
}

async function putWithRetries(
  bus: Bus,
  call: readonly IndexedEvent[],
  { random = Math.random, wait = sleep }: PublishOptions,
) {
  const refused: IndexedEvent[] = [];
  let failed = call;
  const put = async () => {
    const outcome = await putEntries(bus, failed);
    refused.push(...outcome.refused);
    failed = outcome.failed;
    return failed.length === 0 ? undefined : 'again';
  };
  try {
    await retry(put, {
      attempts: MAX_ATTEMPTS,
      delayMs: (nth) => random() * Math.min(JITTER_MAX_MS, JITTER_BASE_MS * 2 ** nth),
      wait,
      exhausted: () =>
        new MessagingError('EventBridge did not take every event', { code: 'BUS_UNAVAILABLE' }),
    });
    return { failed, refused };
  } catch (error) {
    if (!(error instanceof MessagingError)) throw error;
    return { failed, refused, error };
  }
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES_PER_CALL = 10;

/** An event and its place among those that are published. */
type IndexedEvent = { readonly event: PreparedEvent; readonly index: number };

/** Cuts events, in their order, into what one PutEvents takes: ten at most, below 1 MB together. */
export function splitIntoCalls(events: readonly PreparedEvent[]): IndexedEvent[][] {
  const calls: IndexedEvent[][] = [];
  let bytes = 0;
  for (const [index, event] of events.entries()) {
    const call = calls.at(-1);
    const fits =
      call !== undefined &&
      call.length < MAX_ENTRIES_PER_CALL &&
      bytes + event.bytes < MAX_BYTES_PER_CALL;
    if (fits) {
      call.push({ event, index });
      bytes += event.bytes;
    } else {
      calls.push([{ event, index }]);
      bytes = event.bytes;
    }
  }
  return calls;
}

/**
 * Codes that speak of the entry itself: sent again it is refused again. Every other code, those of
 * missing permissions too, is a fault that time or a person repairs.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const PERMANENT_ERROR_CODES: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

/** What became of the entries of one call. */
type PutOutcome = {
  /** These may get through when they are sent again. */
  readonly failed: readonly IndexedEvent[];
  /** These never will. */
  readonly refused: readonly IndexedEvent[];
};

/**
 * One PutEvents, and what became of each entry. An entry without an answer counts as failed.
 *
 * @throws MessagingError BUS_UNAVAILABLE when the call failed as a whole, after the SDK's own retries;
 *   the events may have been taken.
 */
async function putEntries(bus: Bus, events: readonly IndexedEvent[]): Promise<PutOutcome> {
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
  const isRefused = (index: number) => PERMANENT_ERROR_CODES.has(answers[index]?.ErrorCode ?? '');
  const isTaken = (index: number) => Boolean(answers[index]?.EventId);
  return {
    failed: events.filter((_, index) => !isTaken(index) && !isRefused(index)),
    refused: events.filter((_, index) => !isTaken(index) && isRefused(index)),
  };
}
