import {
  deleteMessage,
  forwardMessage,
  type ReceivedMessage,
  receiveMessages,
  releaseMessages,
} from '@willcall/messaging';
import type { DeadLetterQueues } from './list-dead-letters.ts';

/** Seconds. Much longer than ten messages take to send and delete. */
const HELD_SECONDS = 60;
const WAIT_SECONDS = 1;

export type RedriveOptions = {
  readonly clock: () => Date;
  /** Ends the redrive after the current message. */
  readonly interrupt: AbortSignal;
  readonly onSent: (sent: number) => void;
};

export type RedriveReport = {
  readonly sent: number;
  /** Messages that were parked during the run, possibly ones just sent. Another run takes them. */
  readonly newer: number;
  readonly interrupted: boolean;
};

/**
 * Sends parked messages back to the purchases queue in group order, and deletes each one only after
 * it was sent. The deduplication id is the parked message's own id. The purchases queue does not
 * know it, but would drop the purchase's own id for five minutes. The id stays the same if a run
 * ends between send and delete and is repeated. A later repeat is a duplicate, and the worker finds
 * it decided.
 *
 * @throws MessagingError at the first message that SQS rejects. The messages behind it stay, in
 * order.
 */
export const redrive = async (
  { parked, purchases }: Pick<DeadLetterQueues, 'parked' | 'purchases'>,
  { clock, interrupt, onSent }: RedriveOptions,
): Promise<RedriveReport> => {
  const startedAt = clock().getTime();
  const held = new Set<ReceivedMessage>();
  let sent = 0;
  try {
    while (!interrupt.aborted) {
      const received = await receiveMessages(parked, {
        visibility: HELD_SECONDS,
        wait: WAIT_SECONDS,
      });
      if (received.length === 0) break;
      for (const message of received) held.add(message);
      for (const message of received) {
        // A poison message returns here. Without this check it would go round for ever.
        if (message.sentAt > startedAt) continue;
        if (interrupt.aborted) break;
        await forwardMessage(purchases, message, message.messageId);
        await deleteMessage(parked, message.receiptHandle);
        held.delete(message);
        sent += 1;
        onSent(sent);
      }
    }
  } finally {
    await releaseMessages(parked, [...held]);
  }
  const newer = [...held].filter(({ sentAt }) => sentAt > startedAt).length;
  return { sent, newer, interrupted: interrupt.aborted };
};
