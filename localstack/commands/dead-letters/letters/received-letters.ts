import { type Queue, type ReceivedMessage, receiveMessages } from '@willcall/messaging';
import { giveBack } from './give-back.ts';
import type { Letter } from './letter.ts';

/** Seconds: far longer than a look takes, and soon over should it die before it gives them back. */
const LOOK_SECONDS = 60;
const WAIT_SECONDS = 1;

/** More than a person reads; the queue's own counts tell of the rest. */
const MOST_LETTERS = 500;

/**
 * The messages of a queue that can be received now, each given back at once. SQS has no other look:
 * every receive counts. What is hidden, and what stands behind another of its group, is not handed
 * out. Given back rather than left to time out, so that the retries go on.
 *
 * @throws MessagingError
 */
export const receivedLetters = async (from: Queue, queue: Letter['queue']): Promise<Letter[]> => {
  const held: ReceivedMessage[] = [];
  try {
    while (held.length < MOST_LETTERS) {
      const received = await receiveMessages(from, {
        visibility: LOOK_SECONDS,
        wait: WAIT_SECONDS,
      });
      if (received.length === 0) break;
      held.push(...received);
    }
  } finally {
    await giveBack(from, held);
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
