import type { MessageCounts } from '@willcall/messaging';
import type { DeadLettersReport, ListedDeadLetter, RedriveReport, Verdict } from '@willcall/worker';

/** Formats the list for people. */
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

/** Formats the summary of a redrive for people. */
export const formatRedrive = ({ sent, newer, interrupted }: RedriveReport): string => {
  const sentences = [`Sent ${sent} parked ${sent === 1 ? 'message' : 'messages'} back.`];
  if (newer > 0)
    sentences.push(`${newer} parked since the redrive started. Run it again to send them too.`);
  if (interrupted) sentences.push('Interrupted: the other messages are still parked.');
  return sentences.join(' ');
};
