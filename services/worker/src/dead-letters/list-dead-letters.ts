import { countMessages, type MessageCounts, type Queue } from '@willcall/messaging';
import { type PurchaseRecord, readPurchase, type Store, UnreadableRecord } from '@willcall/store';
import { type DeadLetter, receiveDeadLetters } from './dead-letter.ts';
import { identifyPurchase } from './failed-purchase.ts';
import { judgeDeadLetter, type Verdict } from './judge-dead-letter.ts';

/** A dead letter for output: ids and reasons, and no other part of its body. */
export type ListedDeadLetter = Pick<DeadLetter, 'queue' | 'messageId' | 'receiveCount'> &
  Verdict & {
    readonly purchaseId?: string;
    readonly showId?: string;
    readonly sentAt: string;
  };

export type DeadLettersReport = {
  /** The approximate counts that SQS reports. */
  readonly dead: MessageCounts;
  readonly parked: MessageCounts;
  readonly letters: readonly ListedDeadLetter[];
};

/** The queues of purchases that failed, and the table with their decisions. */
export type DeadLetterQueues = {
  readonly store: Store<'purchases'>;
  readonly purchases: Queue;
  readonly dead: Queue;
  readonly parked: Queue;
};

type ReadDeadLetters = (queue: DeadLetter['queue']) => Promise<DeadLetter[]>;

/**
 * Lists every visible dead letter with its verdict. Reads the purchase of each one, for 0.5 units.
 *
 * @param read reads the messages of a queue. Default: it receives and releases them.
 * @throws MessagingError, StoreError, and the errors of `read`
 */
export const listDeadLetters = async (
  queues: DeadLetterQueues,
  now: () => Date,
  read: ReadDeadLetters = (queue) => receiveDeadLetters(queues[queue], queue),
): Promise<DeadLettersReport> => {
  const [dead, parked] = await Promise.all([
    countMessages(queues.dead),
    countMessages(queues.parked),
  ]);
  const letters: ListedDeadLetter[] = [];
  for (const queue of ['dead', 'parked'] as const) {
    for (const deadLetter of await read(queue)) {
      letters.push(await describeDeadLetter(deadLetter, queues, now()));
    }
  }
  return { dead, parked, letters };
};

const describeDeadLetter = async (
  deadLetter: DeadLetter,
  { store }: DeadLetterQueues,
  now: Date,
): Promise<ListedDeadLetter> => {
  const purchase = identifyPurchase(deadLetter.body);
  const record = purchase && (await findRecord(store, purchase));
  const { queue, messageId, receiveCount, sentAt } = deadLetter;
  return {
    queue,
    messageId,
    ...(purchase === undefined ? {} : { purchaseId: purchase.purchaseId }),
    ...(purchase?.showId === undefined ? {} : { showId: purchase.showId }),
    receiveCount,
    sentAt: sentAt.toISOString(),
    ...judgeDeadLetter(deadLetter, { record, isIdentified: purchase !== undefined, now }),
  };
};

/** The record of a purchase, or `unreadable`: one such record must not end the list. */
const findRecord = async (
  store: DeadLetterQueues['store'],
  { userId, key }: { readonly userId: string; readonly key: string },
): Promise<PurchaseRecord | 'unreadable' | undefined> => {
  try {
    return await readPurchase(store, userId, key);
  } catch (error) {
    if (error instanceof UnreadableRecord) return 'unreadable';
    throw error;
  }
};
