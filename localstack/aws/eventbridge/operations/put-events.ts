import * as z from 'zod';
import { Entry, entrySize, readEntry, TOTAL_ENTRY_SIZE_LIMIT_BYTES } from '../entry.ts';
import { EventsError } from '../events-error.ts';
import { type Operation, parseInput } from './operation.ts';

const PutEventsInput = z.strictObject({ Entries: z.array(Entry).min(1).max(10) });

/**
 * Accepts up to ten entries, and starts their deliveries once the log has them. An entry that is not
 * valid fails alone. Too many entries, or too large a total size, fails the call.
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
  const { rules, deliveries, now, newId, buses } = context;
  const ingestedAt = now();
  const read = Entries.map((entry) => readEntry(entry, { id: newId(), now: ingestedAt, buses }));
  const due = read.flatMap((each) => {
    if (each.outcome === 'failed') return [];
    const { bus, event } = each;
    return rules
      .findMatching(bus, event)
      .flatMap((rule) => rule.targets.map((target) => ({ rule, target, event, ingestedAt })));
  });
  deliveries.accept(due);
  return {
    FailedEntryCount: read.filter(({ outcome }) => outcome === 'failed').length,
    Entries: read.map((each) =>
      each.outcome === 'failed' ? each.failure : { EventId: each.event.id },
    ),
  };
};
