import { EVENT_SOURCE, eventTypes, type WillcallEvent } from '@willcall/contracts';
import { MessagingError } from './errors.ts';

/**
 * Bytes. The entries of a call must stay below 1 MB together, and so must a single one; taken as the
 * smaller million, since the page says MB. (It was 256 KB until 2026.)
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const MOST_BYTES_PER_CALL = 1_000_000;

/** Counted by AWS for the `Time` of an entry, however it is written. */
const TIME_BYTES = 14;

/** An event that its contract and the bus's size limit have passed. */
export type ReadyEvent = {
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
export function readyEvent({ type, detail }: WillcallEvent): ReadyEvent {
  const parsed = eventTypes[type].safeParse(detail);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map((issue) => issue.path.join('.') || '(detail)').join(', ');
    throw new MessagingError(`Not a ${type}: ${wrong}`, { code: 'INVALID_EVENT' });
  }
  const json = JSON.stringify(parsed.data);
  const bytes =
    TIME_BYTES + [EVENT_SOURCE, type, json].reduce((sum, text) => sum + Buffer.byteLength(text), 0);
  if (bytes >= MOST_BYTES_PER_CALL) {
    throw new MessagingError(`A ${type} of ${bytes} bytes is too large`, { code: 'TOO_LARGE' });
  }
  return { type, detail: json, occurredAt: new Date(parsed.data.occurredAt), bytes };
}
