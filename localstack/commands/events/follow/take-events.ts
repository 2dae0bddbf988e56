import { deleteMessage, type Queue, receiveMessages } from '@willcall/messaging';
import { Envelope } from './envelope.ts';

/** Seconds. */
const HELD_SECONDS = 60;
/** Seconds. Waited out, never broken off: fauxqs gives the next message to a poll that was. */
const WAIT_SECONDS = 1;

export type Taking = {
  /** `whole` is the same event with all its fields, as EventBridge gave them. */
  readonly onEvent: (event: Envelope, whole: unknown) => void;
  /** Ends it after this many. */
  readonly count: number | undefined;
  /** Asked before each event and each look. */
  readonly isOver: () => boolean;
};

/**
 * Hands over the events that reach a queue, until it has been enough.
 *
 * @throws MessagingError
 */
export const takeEvents = async (
  queue: Queue,
  { onEvent, count = Number.POSITIVE_INFINITY, isOver }: Taking,
): Promise<void> => {
  let taken = 0;
  while (taken < count && !isOver()) {
    const wish = { visibility: HELD_SECONDS, wait: WAIT_SECONDS };
    for (const { body, receiptHandle } of await receiveMessages(queue, wish)) {
      if (taken === count || isOver()) return;
      const whole: unknown = JSON.parse(body);
      onEvent(Envelope.parse(whole), whole);
      taken += 1;
      await deleteMessage(queue, receiptHandle);
    }
  }
};
