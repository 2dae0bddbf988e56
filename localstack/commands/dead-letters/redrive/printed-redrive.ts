import type { RedriveReport } from './redrive.ts';

/** The summary for people. */
export const printedRedrive = ({ sent, newer, interrupted }: RedriveReport): string => {
  const sentences = [`Sent ${sent} parked ${sent === 1 ? 'message' : 'messages'} back.`];
  if (newer > 0) sentences.push(`${newer} parked since this began: run it again for them.`);
  if (interrupted) sentences.push('Interrupted: what was not sent is still parked.');
  return sentences.join(' ');
};
