import { postponeMessages, type Queue, type ReceivedMessage } from './queue.ts';

/** SQS accepts at most this many in one call. */
const BATCH = 10;

/**
 * Makes received messages visible again at once, last message first, because fauxqs puts each one
 * before the others of its group. A message that SQS rejects returns after its visibility timeout.
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
