import { countMessages, type MessageCounts } from '@willcall/messaging';
import { type PurchaseRecord, readPurchase, UnreadableRecord } from '@willcall/store';
import { identifyPurchase, readMessage, WorkerError } from '@willcall/worker';
import { type DeadLetter, inspectDeadLetters, receiveDeadLetters } from './dead-letter.ts';
import type { PurchaseQueues } from './queues.ts';

/** A dead letter for output: ids and reasons, and no other part of its body. */
type ListedDeadLetter = Pick<DeadLetter, 'queue' | 'messageId' | 'receiveCount'> &
  Verdict & {
    readonly purchaseId?: string;
    readonly showId?: string;
    readonly sentAt: string;
  };

type DeadLettersReport = {
  /** The approximate counts that SQS reports. */
  readonly dead: MessageCounts;
  readonly parked: MessageCounts;
  readonly letters: readonly ListedDeadLetter[];
};

/**
 * Lists every visible dead letter with its verdict. Reads the purchase of each one, for 0.5 units.
 *
 * @throws CommandError, MessagingError, StoreError
 */
export const listDeadLetters = async (
  queues: PurchaseQueues,
  now: () => Date,
): Promise<DeadLettersReport> => {
  const [dead, parked] = await Promise.all([
    countMessages(queues.dead),
    countMessages(queues.parked),
  ]);
  const letters: ListedDeadLetter[] = [];
  for (const queue of ['dead', 'parked'] as const) {
    for (const deadLetter of await readDeadLetters(queues, queue)) {
      letters.push(await describeDeadLetter(deadLetter, queues, now()));
    }
  }
  return { dead, parked, letters };
};

const readDeadLetters = (
  queues: PurchaseQueues,
  queue: DeadLetter['queue'],
): Promise<DeadLetter[]> =>
  queues.inspectionEndpoint === undefined
    ? receiveDeadLetters(queues[queue], queue)
    : inspectDeadLetters(queues.inspectionEndpoint, queues[queue], queue);

const describeDeadLetter = async (
  deadLetter: DeadLetter,
  { store }: PurchaseQueues,
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
  store: PurchaseQueues['store'],
  { userId, key }: { readonly userId: string; readonly key: string },
): Promise<PurchaseRecord | 'unreadable' | undefined> => {
  try {
    return await readPurchase(store, userId, key);
  } catch (error) {
    if (error instanceof UnreadableRecord) return 'unreadable';
    throw error;
  }
};

/** The verdict on a dead letter. */
export type Verdict =
  /** Its purchase has a terminal record, so another try only deletes the message. */
  | { readonly verdict: 'decided'; readonly status: PurchaseRecord['status'] | 'UNREADABLE' }
  /** It can be decided. Parked messages wait for `--redrive`. */
  | { readonly verdict: 'waiting'; readonly next: 'retry'; readonly nextTryAt: string }
  | { readonly verdict: 'waiting'; readonly next: 'redrive' }
  /** This release can never decide it. */
  | {
      readonly verdict: 'poison';
      readonly why: string;
      readonly next: 'FAILED' | 'park' | 'repair';
    };

/** Facts from outside the dead letter. */
type Facts = {
  readonly record: PurchaseRecord | 'unreadable' | undefined;
  /** Whether the purchase it belongs to is known. */
  readonly isIdentified: boolean;
  readonly now: Date;
};

/** Judges a dead letter as the functions do. Reasons name fields and never their values. */
export const judgeDeadLetter = (
  deadLetter: DeadLetter,
  { record, isIdentified, now }: Facts,
): Verdict => {
  if (record === 'unreadable') return { verdict: 'decided', status: 'UNREADABLE' };
  if (record !== undefined) return { verdict: 'decided', status: record.status };
  const why = findReadError(deadLetter);
  if (why !== undefined)
    return { verdict: 'poison', why, next: chooseNextForPoison(deadLetter, isIdentified) };
  if (deadLetter.queue === 'parked') return { verdict: 'waiting', next: 'redrive' };
  const at = Math.max(now.getTime(), deadLetter.hiddenUntil?.getTime() ?? 0);
  return { verdict: 'waiting', next: 'retry', nextTryAt: new Date(at).toISOString() };
};

const chooseNextForPoison = (
  { queue }: DeadLetter,
  isIdentified: boolean,
): 'FAILED' | 'park' | 'repair' => {
  if (queue === 'parked') return 'repair';
  return isIdentified ? 'FAILED' : 'park';
};

const findReadError = (deadLetter: Pick<DeadLetter, 'body'>): string | undefined => {
  try {
    readMessage(deadLetter);
    return undefined;
  } catch (error) {
    if (error instanceof WorkerError) return error.message;
    throw error;
  }
};

/** Formats the report for people. */
export const formatDeadLetters = (report: DeadLettersReport): string => {
  const { dead, parked, letters } = report;
  return [
    ...formatQueue('Dead letters', dead, filterByQueue(letters, 'dead')),
    '',
    ...formatQueue('Parked', parked, filterByQueue(letters, 'parked')),
  ].join('\n');
};

const filterByQueue = (letters: readonly ListedDeadLetter[], queue: ListedDeadLetter['queue']) =>
  letters.filter((deadLetter) => deadLetter.queue === queue);

const formatQueue = (
  title: string,
  { ready, hidden }: MessageCounts,
  letters: readonly ListedDeadLetter[],
): string[] => {
  const unseen = ready + hidden - letters.length;
  return [
    `${title}: ${ready} ready, ${hidden} hidden until their next attempt`,
    ...letters.map(formatDeadLetter),
    ...(unseen > 0 ? [`  ${unseen} more: hidden, or behind another of their group`] : []),
  ];
};

const formatDeadLetter = (deadLetter: ListedDeadLetter): string => {
  const { messageId, purchaseId = '(purchase unknown)', receiveCount, sentAt } = deadLetter;
  return `  ${purchaseId}  ${formatVerdict(deadLetter)}  (message ${messageId}, sent ${sentAt}, received ${receiveCount}×)`;
};

const formatVerdict = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'decided':
      return verdict.status === 'UNREADABLE'
        ? 'already decided, but its record cannot be read'
        : `already decided: ${verdict.status}`;
    case 'waiting':
      return verdict.next === 'redrive'
        ? 'can be decided; send it back with --redrive'
        : `waiting for a retry: ${verdict.nextTryAt}`;
    case 'poison':
      return `poison: ${verdict.why}; ${afterPoison[verdict.next]}`;
  }
};

const afterPoison = {
  FAILED: 'will be recorded FAILED',
  park: 'will be parked',
  repair: 'needs a fix before --redrive',
} as const satisfies Record<Extract<Verdict, { verdict: 'poison' }>['next'], string>;
