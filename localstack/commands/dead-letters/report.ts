import { countMessages, type MessageCounts } from '@willcall/messaging';
import { type PurchaseRecord, readPurchase } from '@willcall/store';
import { identifyPurchase, readMessage, WorkerError } from '@willcall/worker';
import { type DeadLetter, inspectDeadLetters, receiveDeadLetters } from './letters.ts';
import type { Places } from './places.ts';

/** A dead letter as it may be shown: ids and reasons, nothing else of its body. */
type ListedDeadLetter = Pick<DeadLetter, 'queue' | 'messageId' | 'receiveCount'> &
  Verdict & {
    readonly purchaseId?: string;
    readonly showId?: string;
    readonly sentAt: string;
  };

type DeadLettersReport = {
  /** By SQS's own approximate counts. */
  readonly dead: MessageCounts;
  readonly parked: MessageCounts;
  readonly letters: readonly ListedDeadLetter[];
};

/**
 * Every dead letter that can be seen, with its verdict; one read of each one's purchase, 0.5 units.
 *
 * @throws CommandError, MessagingError, StoreError
 */
export const listDeadLetters = async (
  places: Places,
  now: () => Date,
): Promise<DeadLettersReport> => {
  const [dead, parked] = await Promise.all([
    countMessages(places.dead),
    countMessages(places.parked),
  ]);
  const letters: ListedDeadLetter[] = [];
  for (const queue of ['dead', 'parked'] as const) {
    for (const letter of await lettersOf(places, queue)) {
      letters.push(await listed(letter, places, now()));
    }
  }
  return { dead, parked, letters };
};

const lettersOf = (places: Places, queue: DeadLetter['queue']): Promise<DeadLetter[]> =>
  places.inspectedAt === undefined
    ? receiveDeadLetters(places[queue], queue)
    : inspectDeadLetters(places.inspectedAt, places[queue], queue);

const listed = async (
  letter: DeadLetter,
  { store }: Places,
  now: Date,
): Promise<ListedDeadLetter> => {
  const purchase = identifyPurchase(letter.body);
  const record = purchase && (await readPurchase(store, purchase.userId, purchase.key));
  const { queue, messageId, receiveCount, sentAt } = letter;
  return {
    queue,
    messageId,
    ...(purchase === undefined ? {} : { purchaseId: purchase.purchaseId }),
    ...(purchase?.showId === undefined ? {} : { showId: purchase.showId }),
    receiveCount,
    sentAt: sentAt.toISOString(),
    ...verdictOf(letter, { record, isIdentified: purchase !== undefined, now }),
  };
};

/** What is to become of a dead letter. */
export type Verdict =
  /** Its purchase has a terminal record: another try only deletes it. */
  | { readonly verdict: 'decided'; readonly status: PurchaseRecord['status'] }
  /** It can be decided. Parked ones wait for `--redrive`. */
  | { readonly verdict: 'waiting'; readonly next: 'retry'; readonly nextTryAt: string }
  | { readonly verdict: 'waiting'; readonly next: 'redrive' }
  /** This release can never decide it. */
  | {
      readonly verdict: 'poison';
      readonly why: string;
      readonly next: 'FAILED' | 'park' | 'repair';
    };

/** What is known of a dead letter besides itself. */
type Facts = {
  readonly record: PurchaseRecord | undefined;
  /** Whether it can be told whose purchase it is. */
  readonly isIdentified: boolean;
  readonly now: Date;
};

/** Judges a dead letter as the functions will; the reasons name fields, and none of their values. */
export const verdictOf = (letter: DeadLetter, { record, isIdentified, now }: Facts): Verdict => {
  if (record !== undefined) return { verdict: 'decided', status: record.status };
  const why = whyUnreadable(letter);
  if (why !== undefined)
    return { verdict: 'poison', why, next: nextOfPoison(letter, isIdentified) };
  if (letter.queue === 'parked') return { verdict: 'waiting', next: 'redrive' };
  const at = Math.max(now.getTime(), letter.hiddenUntil?.getTime() ?? 0);
  return { verdict: 'waiting', next: 'retry', nextTryAt: new Date(at).toISOString() };
};

const nextOfPoison = (
  { queue }: DeadLetter,
  isIdentified: boolean,
): 'FAILED' | 'park' | 'repair' => {
  if (queue === 'parked') return 'repair';
  return isIdentified ? 'FAILED' : 'park';
};

const whyUnreadable = (letter: Pick<DeadLetter, 'body'>): string | undefined => {
  try {
    readMessage(letter);
    return undefined;
  } catch (error) {
    if (error instanceof WorkerError) return error.message;
    throw error;
  }
};

/** The report for people. */
export const printedDeadLetters = (report: DeadLettersReport): string => {
  const { dead, parked, letters } = report;
  return [
    ...section('Dead letters', dead, ofQueue(letters, 'dead')),
    '',
    ...section('Parked', parked, ofQueue(letters, 'parked')),
  ].join('\n');
};

const ofQueue = (letters: readonly ListedDeadLetter[], queue: ListedDeadLetter['queue']) =>
  letters.filter((letter) => letter.queue === queue);

const section = (
  title: string,
  { ready, hidden }: MessageCounts,
  letters: readonly ListedDeadLetter[],
): string[] => {
  const unseen = ready + hidden - letters.length;
  return [
    `${title}: ${ready} ready, ${hidden} hidden until their next try`,
    ...letters.map(line),
    ...(unseen > 0 ? [`  ${unseen} more: hidden, or behind another of their group`] : []),
  ];
};

const line = (letter: ListedDeadLetter): string => {
  const { messageId, purchaseId = '(purchase unknown)', receiveCount, sentAt } = letter;
  return `  ${purchaseId}  ${sentence(letter)}  (message ${messageId}, sent ${sentAt}, received ${receiveCount}×)`;
};

const sentence = (verdict: Verdict): string => {
  switch (verdict.verdict) {
    case 'decided':
      return `already decided: ${verdict.status}`;
    case 'waiting':
      return verdict.next === 'redrive'
        ? 'can be decided: send it back with --redrive'
        : `waiting for a retry: ${verdict.nextTryAt}`;
    case 'poison':
      return `poison: ${verdict.why}; ${afterPoison[verdict.next]}`;
  }
};

const afterPoison = {
  FAILED: 'will be recorded FAILED',
  park: 'will be parked',
  repair: 'needs a repair before --redrive',
} as const satisfies Record<Extract<Verdict, { verdict: 'poison' }>['next'], string>;
