import { countMessages, type MessageCounts } from '@willcall/messaging';
import { readPurchase } from '@willcall/store';
import { identify } from '@willcall/worker';
import { inspectedLetters } from '../letters/inspected-letters.ts';
import type { Letter } from '../letters/letter.ts';
import { receivedLetters } from '../letters/received-letters.ts';
import { type Verdict, verdictOf } from '../letters/verdict.ts';
import type { Places } from '../places.ts';

/** A letter as it may be shown: ids and reasons, nothing else of its body. */
export type ListedLetter = Pick<Letter, 'queue' | 'messageId' | 'receiveCount'> &
  Verdict & {
    readonly purchaseId?: string;
    readonly showId?: string;
    readonly sentAt: string;
  };

export type LettersReport = {
  /** By SQS's own approximate counts. */
  readonly dead: MessageCounts;
  readonly parked: MessageCounts;
  readonly letters: readonly ListedLetter[];
};

/**
 * Every letter that can be seen, with its verdict; one read of each one's purchase, 0.5 units.
 *
 * @throws LocalAwsError, MessagingError, StoreError
 */
export const listLetters = async (places: Places, now: () => Date): Promise<LettersReport> => {
  const [dead, parked] = await Promise.all([
    countMessages(places.dead),
    countMessages(places.parked),
  ]);
  const letters: ListedLetter[] = [];
  for (const queue of ['dead', 'parked'] as const) {
    for (const letter of await lettersOf(places, queue)) {
      letters.push(await listed(letter, places, now()));
    }
  }
  return { dead, parked, letters };
};

const lettersOf = (places: Places, queue: Letter['queue']): Promise<Letter[]> =>
  places.inspectedAt === undefined
    ? receivedLetters(places[queue], queue)
    : inspectedLetters(places.inspectedAt, places[queue], queue);

const listed = async (letter: Letter, { store }: Places, now: Date): Promise<ListedLetter> => {
  const purchase = identify(letter.body);
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
