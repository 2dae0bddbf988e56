import { postponeMessages, type Queue, type ReceivedMessage } from '@willcall/messaging';

/** SQS's most in one call. */
const BATCH = 10;

/**
 * Makes received messages visible again at once, the last first: fauxqs puts each before the others
 * of its group. What SQS refuses comes back by its visibility timeout.
 *
 * @throws MessagingError
 */
export const releaseMessages = async (
  queue: Queue,
  messages: readonly Pick<ReceivedMessage, 'receiptHandle'>[],
): Promise<void> => {
  const lastFirst = messages.toReversed();
  for (let first = 0; first < lastFirst.length; first += BATCH) {
    const batch = lastFirst.slice(first, first + BATCH);
    await postponeMessages(
      queue,
      batch.map(({ receiptHandle }) => ({ receiptHandle, delaySeconds: 0 })),
    );
  }
};
