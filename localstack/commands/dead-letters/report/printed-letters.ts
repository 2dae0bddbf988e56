import type { MessageCounts } from '@willcall/messaging';
import type { Verdict } from '../letters/verdict.ts';
import type { LettersReport, ListedLetter } from './list-letters.ts';

/** The report for people. */
export const printedLetters = (report: LettersReport): string => {
  const { dead, parked, letters } = report;
  return [
    ...section('Dead letters', dead, ofQueue(letters, 'dead')),
    '',
    ...section('Parked', parked, ofQueue(letters, 'parked')),
  ].join('\n');
};

const ofQueue = (letters: readonly ListedLetter[], queue: ListedLetter['queue']) =>
  letters.filter((letter) => letter.queue === queue);

const section = (
  title: string,
  { ready, hidden }: MessageCounts,
  letters: readonly ListedLetter[],
): string[] => {
  const unseen = ready + hidden - letters.length;
  return [
    `${title}: ${ready} ready, ${hidden} hidden until their next try`,
    ...letters.map(line),
    ...(unseen > 0 ? [`  ${unseen} more: hidden, or behind another of their group`] : []),
  ];
};

const line = (letter: ListedLetter): string => {
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
