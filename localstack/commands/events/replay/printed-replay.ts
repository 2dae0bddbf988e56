import type { Kept, ReplayReport } from './replay.ts';

/** The summary for people. */
export const printedReplay = ({ sent, kept, ended }: ReplayReport): string => {
  const lines = [`Announced ${sent} parked ${sent === 1 ? 'record' : 'records'}.`];
  if (kept.length > 0) lines.push(`${kept.length} stay parked:`, ...kept.map(keptLine));
  lines.push(...ENDED[ended]);
  return lines.join('\n');
};

const keptLine = ({ messageId, parkedAt = 'unknown time', reason }: Kept): string =>
  `  ${parkedAt}  message ${messageId}  ${reason}`;

const ENDED: Readonly<Record<ReplayReport['ended'], readonly string[]>> = {
  drained: [],
  interrupted: ['Interrupted: what was not announced is still parked.'],
  unavailable: ['Tables or bus are out of reach: what was not announced is still parked.'],
};
