import {
  deleteMessage,
  forwardMessage,
  type ReceivedMessage,
  receiveMessages,
} from '@willcall/messaging';
import { releaseMessages } from '../release-messages.ts';
import type { PurchaseQueues } from './queues.ts';

/** Seconds: ten messages are sent and deleted many times over. */
const HELD_SECONDS = 60;
const WAIT_SECONDS = 1;

export type RedriveOptions = {
  readonly clock: () => Date;
  /** Ends it after the message under way. */
  readonly interrupt: AbortSignal;
  readonly onSent: (sent: number) => void;
};

type RedriveReport = {
  readonly sent: number;
  /** Parked since it began, perhaps one of those just sent: another run takes them. */
  readonly newer: number;
  readonly interrupted: boolean;
};

/**
 * Sends parked messages back to the purchases queue, in the order of their groups, each deleted only
 * after it was sent. The deduplication id is the parked message's own id: unknown to the purchases
 * queue, which would drop the purchase's own id for five minutes, and the same when a run that ended
 * between send and delete is repeated. A later repeat is a duplicate, which the worker finds decided.
 *
 * @throws MessagingError at the first message that SQS does not take: those behind it stay, in order.
 */
export const redrive = async (
  { parked, purchases }: Pick<PurchaseQueues, 'parked' | 'purchases'>,
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
        // What is poison still comes back here: without this it would go round for ever.
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

/** The summary for people. */
export const formatRedrive = ({ sent, newer, interrupted }: RedriveReport): string => {
  const sentences = [`Sent ${sent} parked ${sent === 1 ? 'message' : 'messages'} back.`];
  if (newer > 0)
    sentences.push(`${newer} parked since the redrive started. Run it again to send them too.`);
  if (interrupted) sentences.push('Interrupted: the other messages are still parked.');
  return sentences.join(' ');
};
