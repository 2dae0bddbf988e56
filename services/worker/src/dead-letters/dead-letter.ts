import { timeLeft } from '@willcall/domain';
import {
  type Queue,
  type ReceivedMessage,
  receiveMessages,
  releaseMessages,
} from '@willcall/messaging';

/** A dead letter or a parked message. */
export type DeadLetter = {
  readonly queue: 'dead' | 'parked';
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  /**
   * The time until which the message is hidden or postponed. Undefined if it can be received now.
   */
  readonly hiddenUntil: Date | undefined;
};

/** Seconds. Much longer than a read takes, and short enough if the command dies. */
const HELD_SECONDS = 60;
const WAIT_SECONDS = 1;

/** More than a person reads. The queue's own counts include the rest. */
const MOST_DEAD_LETTERS = 500;

/** Milliseconds. A function keeps them to release what it holds, to read the purchases and to answer. */
const RESERVE_MS = 6_000;

/**
 * Reads the messages that can be received now, and releases each at once. SQS has no other way to
 * read messages, and every receive counts. SQS does not return hidden messages, or messages behind
 * another one of their group. Without the release, retries would wait for the visibility timeout.
 *
 * @throws MessagingError
 */
export const receiveDeadLetters = async (
  from: Queue,
  queue: DeadLetter['queue'],
): Promise<DeadLetter[]> => {
  const held: ReceivedMessage[] = [];
  try {
    while (held.length < MOST_DEAD_LETTERS && timeLeft() > RESERVE_MS) {
      const received = await receiveMessages(from, {
        visibility: HELD_SECONDS,
        wait: WAIT_SECONDS,
      });
      if (received.length === 0) break;
      held.push(...received);
    }
  } finally {
    await releaseMessages(from, held);
  }
  return held.map(({ messageId, body, receiveCount, sentAt }) => ({
    queue,
    messageId,
    body,
    receiveCount,
    sentAt: new Date(sentAt),
    hiddenUntil: undefined,
  }));
};
