import * as z from 'zod';
import { Entry, entrySize, readEntry, TOTAL_ENTRY_SIZE_LIMIT_BYTES } from '../entry.ts';
import { EventsError } from '../events-error.ts';
import { type EventsContext, type Operation, parseInput } from './operation.ts';

const PutEventsInput = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

/**
 * Accepts up to ten entries, and starts their deliveries. An entry that is not valid fails alone. Too
 * many entries, or too large a total size, fails the call.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
 */
export const putEvents: Operation = (context, input) => {
  const { Entries } = parseInput(PutEventsInput, input);
  const size = Entries.reduce((sum, entry) => sum + entrySize(entry), 0);
  if (size >= TOTAL_ENTRY_SIZE_LIMIT_BYTES) {
    throw new EventsError(
      'ValidationException',
      'Total size of the entries in the request is over the limit.',
    );
  }
  const results = Entries.map((entry) => put(context, entry));
  return {
    FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
    Entries: results,
  };
};

const put = ({ buses, rules, deliveries, now, newId }: EventsContext, entry: Entry) => {
  const ingestedAt = now();
  const read = readEntry(entry, { id: newId(), now: ingestedAt, buses });
  if (read.outcome === 'failed') return read.failure;
  const { bus, event } = read;
  for (const rule of rules.findMatching(bus, event)) {
    for (const target of rule.targets) deliveries.start({ rule, target, event, ingestedAt });
  }
  return { EventId: event.id };
};
