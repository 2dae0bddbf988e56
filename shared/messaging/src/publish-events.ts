import { setTimeout as sleep } from 'node:timers/promises';
import {
  EventBridgeClient,
  type EventBridgeClientConfig,
  PutEventsCommand,
} from '@aws-sdk/client-eventbridge';
import { EVENT_SOURCE, eventTypes, type WillcallEvent } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import { MessagingError } from './errors.ts';

/** An event bus and the client for it. */
export type Bus = { readonly eventBridge: EventBridgeClient; readonly name: string };

/** How to connect to a bus. `plugins` are SDK middleware, such as meters and faults in tests. */
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
 * Bytes. All entries of a call together must be below 1 MB. This is 10^6 because the page says MB, not
 * MiB. (The limit was 256 KB until 2026.)
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const MAX_BYTES_PER_CALL = 1_000_000;

/** The size that AWS counts for the `Time` of an entry, regardless of its format. */
const TIME_BYTES = 14;

/** An event that matches its contract and fits the size limit of the bus. */
export type PreparedEvent = {
  readonly type: WillcallEvent['type'];
  /** JSON, without fields that the contract does not define. */
  readonly detail: string;
  readonly occurredAt: Date;
  /** The size of the entry, as AWS counts it. */
  readonly bytes: number;
};

/**
 * Checks an event against its contract and prepares it for the bus.
 * Size: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 *
 * @throws MessagingError INVALID_EVENT with the names of the invalid fields but not their values; TOO_LARGE
 */
export function prepareEvent({ type, detail }: WillcallEvent): PreparedEvent {
  const parsed = eventTypes[type].safeParse(detail);
  if (!parsed.success) {
    const invalid = parsed.error.issues
      .map((issue) => issue.path.join('.') || '(detail)')
      .join(', ');
    throw new MessagingError(`Invalid ${type}: ${invalid}`, { code: 'INVALID_EVENT' });
  }
  const json = JSON.stringify(parsed.data);
  const bytes =
    TIME_BYTES + [EVENT_SOURCE, type, json].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes >= MAX_BYTES_PER_CALL) {
    throw new MessagingError(`A ${type} of ${bytes} bytes is too large`, { code: 'TOO_LARGE' });
  }
  return { type, detail: json, occurredAt: new Date(parsed.data.occurredAt), bytes };
}

/**
 * Attempts for the entries of one call. With the waits, they take less than two seconds before the stream
 * retries.
 */
const MAX_ATTEMPTS = 5;

/**
 * Milliseconds. The wait is random below a bound that doubles with each attempt, so that stream shards retry
 * at different times.
 */
const JITTER_BASE_MS = 100;
const JITTER_MAX_MS = 800;

/** The result of publishing, by the indexes of the events. */
type PublishReport = {
  /** Not accepted, or not sent because an earlier call failed. Publish these again. */
  readonly unsent: readonly number[];
  /** Rejected permanently. Do not publish these again. */
  readonly refused: readonly number[];
  /** Why some events are unsent: BUS_UNAVAILABLE. */
  readonly error?: MessagingError;
};

/** Randomness and waiting, for tests. */
export type PublishOptions = {
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Calls at a time. The ten calls of a hundred events take two rounds instead of ten. A call that fails can
 * only have four others beside it, whose events are then published twice.
 */
export const CALLS_AT_ONCE = 5;

/**
 * Publishes events, at most ten in each call, a few calls at a time. Subscribers get events in any order
 * anyway. Only the entries of a call that fail are sent again, a few times, with growing jitter. If a call
 * fails in the end, no further call is made: the caller repeats from the first unsent event, and the bus
 * should receive as few duplicates as possible.
 */
export async function publishEvents(
  bus: Bus,
  events: readonly PreparedEvent[],
  pace: PublishOptions = {},
): Promise<PublishReport> {
  const unsent: IndexedEvent[] = [];
  const refused: IndexedEvent[] = [];
  let error: MessagingError | undefined;
  const calls = splitIntoCalls(events).values();
  const callInTurn = async () => {
    for (const call of calls) {
      if (error !== undefined) {
        unsent.push(...call);
        continue;
      }
      const outcome = await putWithRetries(bus, call, pace);
      refused.push(...outcome.refused);
      unsent.push(...outcome.failed);
      error ??= outcome.error;
    }
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, callInTurn));
  const report = { unsent: inOrder(unsent), refused: inOrder(refused) };
  return error === undefined ? report : { ...report, error };
}

const inOrder = (events: readonly IndexedEvent[]): number[] =>
  events.map(({ index }) => index).sort((a, b) => a - b);

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
        new MessagingError('EventBridge did not accept every event', { code: 'BUS_UNAVAILABLE' }),
    });
    return { failed, refused };
  } catch (error) {
    if (!(error instanceof MessagingError)) throw error;
    return { failed, refused, error };
  }
}

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MAX_ENTRIES_PER_CALL = 10;

/** An event and its index among those to publish. */
type IndexedEvent = { readonly event: PreparedEvent; readonly index: number };

/** Splits events, in order, into PutEvents calls: at most ten entries, together below 1 MB. */
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
 * Error codes about the entry itself, which a retry cannot fix. Every other code, including missing
 * permissions, is a fault that can be repaired.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html
 */
const PERMANENT_ERROR_CODES: ReadonlySet<string> = new Set(['InvalidArgument', 'MalformedDetail']);

/** The result of one call. */
type PutOutcome = {
  /** These may succeed when they are sent again. */
  readonly failed: readonly IndexedEvent[];
  /** These never succeed. */
  readonly refused: readonly IndexedEvent[];
};

/**
 * Makes one PutEvents call and sorts the entries by result. An entry without a result counts as failed.
 *
 * @throws MessagingError BUS_UNAVAILABLE if the whole call failed after the SDK's own retries. The bus may
 *   have accepted the events anyway.
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
      throw new MessagingError('EventBridge did not accept the events', {
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
