import { MOST_BYTES_PER_CALL, type ReadyEvent } from './ready-event.ts';

/** Source: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html */
const MOST_ENTRIES_PER_CALL = 10;

/** An event and its place among those that are published. */
export type PlacedEvent = { readonly event: ReadyEvent; readonly place: number };

/** Cuts events, in their order, into what one PutEvents takes: ten at most, below 1 MB together. */
export function callSized(events: readonly ReadyEvent[]): PlacedEvent[][] {
  const calls: PlacedEvent[][] = [];
  let bytes = 0;
  for (const [place, event] of events.entries()) {
    const call = calls.at(-1);
    const fits =
      call !== undefined &&
      call.length < MOST_ENTRIES_PER_CALL &&
      bytes + event.bytes < MOST_BYTES_PER_CALL;
    if (fits) {
      call.push({ event, place });
      bytes += event.bytes;
    } else {
      calls.push([{ event, place }]);
      bytes = event.bytes;
    }
  }
  return calls;
}
