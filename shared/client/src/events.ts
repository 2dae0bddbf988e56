import type { EventDetails } from './generated/events.ts';

export type EventType = keyof EventDetails;

type Envelope<Type extends string, Detail> = {
  readonly type: Type;
  /** The same on every redelivery. Deduplicate by it. */
  readonly eventId: string;
  readonly occurredAt: string;
  readonly correlationId: string;
  readonly detail: Detail;
};

/** An event that this release knows. Switch on `type`. */
export type KnownEvent = {
  readonly [Type in EventType]: Envelope<Type, EventDetails[Type]>;
}[EventType];

/** An event of a newer release, or with a newer version: pass it on or ignore it. */
export type UnknownEvent = Envelope<'Unknown', Readonly<Record<string, unknown>>> & {
  readonly originalType: string;
  readonly version: number;
};

export type WillcallEvent = KnownEvent | UnknownEvent;

/** What was received is not an event of willcall. */
export class NotAnEventError extends Error {
  override readonly name = 'NotAnEventError';
  readonly code = 'NOT_AN_EVENT';
}

/** The version of the events that this release knows. */
const VERSION = 1;

const knownTypes: Readonly<Record<EventType, true>> = {
  PurchaseHeld: true,
  HoldExpired: true,
  PurchaseConfirmed: true,
  PurchaseRejected: true,
  PurchaseFailed: true,
  PurchaseCancelled: true,
  ShowCreated: true,
  ShowRescheduled: true,
  ShowDetailsChanged: true,
  ShowCancelled: true,
  ShowSoldOut: true,
  ShowBackOnSale: true,
  PriceChangeInitiated: true,
  PriceChangeProcessed: true,
  FlyerAttached: true,
  ReminderDue: true,
};

const isKnownType = (type: string): type is EventType => Object.hasOwn(knownTypes, type);

/**
 * Reads an event as EventBridge delivers it: the object that a Lambda function receives, or the text of
 * an SQS message. Checks the envelope; the types describe the rest. Fields that this release does not know
 * are kept.
 *
 * @throws NotAnEventError if it is not an event of willcall
 */
export function parseEvent(received: unknown): WillcallEvent {
  const event = Object(typeof received === 'string' ? parse(received) : received);
  const { source, 'detail-type': type, detail }: Partial<Record<string, unknown>> = event;
  if (source !== 'willcall') throw new NotAnEventError('The source of the event is not willcall.');
  const { eventId, version, occurredAt, correlationId }: Partial<Record<string, unknown>> =
    Object(detail);
  if (
    typeof type !== 'string' ||
    typeof eventId !== 'string' ||
    typeof version !== 'number' ||
    typeof occurredAt !== 'string' ||
    typeof correlationId !== 'string'
  ) {
    throw new NotAnEventError(
      'An event needs a detail-type, and a detail with eventId, version, occurredAt and correlationId.',
    );
  }
  const envelope = { eventId, occurredAt, correlationId };
  return isKnownType(type) && version === VERSION
    ? ({ ...envelope, type, detail } as KnownEvent)
    : {
        ...envelope,
        type: 'Unknown',
        originalType: type,
        version,
        detail: detail as UnknownEvent['detail'],
      };
}

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    throw new NotAnEventError('The message is not JSON.');
  }
};

/**
 * Remembers which events were handled. Keep the ids at least as long as the queue keeps messages. With
 * several consumers, `claim` must be atomic, e.g. a conditional write.
 */
export type DeduplicationStore = {
  /** Marks an event as handled. Returns false if it was marked before. */
  claim(eventId: string): Promise<boolean>;
  /** Removes the mark, because the handler failed. */
  release(eventId: string): Promise<void>;
};

/**
 * Wraps a handler so that it handles each event once, as far as the store remembers. If the handler
 * throws, the mark is removed and the error is thrown, so that a redelivery is handled.
 *
 * @returns a function that returns whether it handled the event
 */
export const deduplicate =
  (store: DeduplicationStore, handle: (event: WillcallEvent) => Promise<void>) =>
  async (event: WillcallEvent): Promise<boolean> => {
    if (!(await store.claim(event.eventId))) return false;
    try {
      await handle(event);
      return true;
    } catch (error) {
      await store.release(event.eventId);
      throw error;
    }
  };

/** Creates a store in memory, for one process. It remembers the last `limit` events. Default: 10,000. */
export function createMemoryStore(limit = 10_000): DeduplicationStore {
  const seen = new Set<string>();
  return {
    async claim(eventId) {
      if (seen.has(eventId)) return false;
      seen.add(eventId);
      for (const oldest of seen) {
        if (seen.size <= limit) break;
        seen.delete(oldest);
      }
      return true;
    },
    async release(eventId) {
      seen.delete(eventId);
    },
  };
}
