import {
  deleteMessage,
  forwardMessage,
  type Queue,
  type ReceivedMessage,
  receiveMessages,
  releaseMessages,
} from '@willcall/messaging';

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
  /** Messages that arrived during the run, possibly ones just sent. Another run takes them. */
  readonly newer: number;
  readonly interrupted: boolean;
};

/**
 * Sends parked messages or dead letters back to the queue that they came from, in group order, and deletes each one
 * only after it was sent. The deduplication id is the message's own id. The target does not know it, but would drop
 * the id of the first message for five minutes. The id stays the same if a run ends between send and delete and is
 * repeated. A later repeat is a duplicate, which the receiver finds done.
 *
 * @throws MessagingError at the first message that SQS rejects. The messages behind it stay, in
 * order.
 */
export const redrive = async (
  { from, to }: { readonly from: Queue; readonly to: Queue },
  { clock, interrupt, onSent }: RedriveOptions,
): Promise<RedriveReport> => {
  const startedAt = clock().getTime();
  const held = new Set<ReceivedMessage>();
  let sent = 0;
  try {
    while (!interrupt.aborted) {
      const received = await receiveMessages(from, {
        visibility: HELD_SECONDS,
        wait: WAIT_SECONDS,
      });
      if (received.length === 0) break;
      for (const message of received) held.add(message);
      for (const message of received) {
        // A poison message returns here. Without this check it would go round for ever.
        if (message.sentAt > startedAt) continue;
        if (interrupt.aborted) break;
        await forwardMessage(to, message, message.messageId);
        await deleteMessage(from, message.receiptHandle);
        held.delete(message);
        sent += 1;
        onSent(sent);
      }
    }
  } finally {
    await releaseMessages(from, [...held]);
  }
  const newer = [...held].filter(({ sentAt }) => sentAt > startedAt).length;
  return { sent, newer, interrupted: interrupt.aborted };
};
