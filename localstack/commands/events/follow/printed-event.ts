import { eventTypes } from '@willcall/contracts';
import type { Envelope } from './envelope.ts';

const LONGEST_TYPE = Math.max(...Object.keys(eventTypes).map(({ length }) => length));

/** What is told of an event, in this order: ids of a fixed length first, so that they are aligned. */
const TOLD = [
  ['show', 'showId'],
  ['purchase', 'purchaseId'],
  ['seat', 'seatId'],
  ['user', 'userId'],
  ['reason', 'reason'],
] as const;

/** An event as one line for people: time, type, and the ids that matter. */
export const printedEvent = ({ time, 'detail-type': type, detail }: Envelope): string => {
  const told = TOLD.flatMap(([label, field]) =>
    typeof detail[field] === 'string' ? `${label} ${detail[field]}` : [],
  );
  return [time, type.padEnd(LONGEST_TYPE), ...told].join('  ').trimEnd();
};
