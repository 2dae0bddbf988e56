import { setTimeout as sleep } from 'node:timers/promises';
import { MessagingError } from '../errors.ts';
import type { Bus } from './bus.ts';
import { callSized, type PlacedEvent } from './call-sized.ts';
import { putEntries } from './put-entries.ts';
import type { ReadyEvent } from './ready-event.ts';

/** Calls for the entries of one: with the waits, less than two seconds before the stream tries again. */
const MOST_ROUNDS = 5;

/** Milliseconds. Doubled at each round, and chosen at random below that: shards retry apart. */
const JITTER_BASE_MS = 50;
const JITTER_MOST_MS = 800;

/** What became of events, by their places among those that were to be published. */
export type PublishReport = {
  /** Not taken, or never sent because an earlier call failed: to be published again. */
  readonly unsent: readonly number[];
  /** Refused for what they are: publishing them again would change nothing. */
  readonly refused: readonly number[];
  /** Why there are unsent ones: BUS_UNAVAILABLE. */
  readonly error?: MessagingError;
};

/** Chance and time, for tests. */
export type Pace = {
  readonly random?: () => number;
  readonly wait?: (milliseconds: number) => Promise<unknown>;
};

/**
 * Publishes events in their order, by tens: of the entries of a call that fail only those are sent
 * again, a few times, with growing jitter. After a call that did not get through, the later ones are
 * not even tried: whoever calls repeats from the lowest unsent event on, and the bus should see as
 * little as possible twice.
 */
export async function publishEvents(
  bus: Bus,
  events: readonly ReadyEvent[],
  pace: Pace = {},
): Promise<PublishReport> {
  const refused: number[] = [];
  const calls = callSized(events);
  for (const [index, call] of calls.entries()) {
    const outcome = await putUntilTaken(bus, call, pace);
    refused.push(...outcome.refused.map(({ place }) => place));
    if (outcome.error === undefined) continue;
    const unsent = [...outcome.failed, ...calls.slice(index + 1).flat()].map(({ place }) => place);
    return { unsent, refused, error: outcome.error };
  }
  return { unsent: [], refused };
}

async function putUntilTaken(
  bus: Bus,
  call: readonly PlacedEvent[],
  { random = Math.random, wait = sleep }: Pace,
) {
  const refused: PlacedEvent[] = [];
  let failed = call;
  try {
    for (let round = 0; failed.length > 0; round += 1) {
      if (round === MOST_ROUNDS) {
        throw new MessagingError('EventBridge did not take every event', {
          code: 'BUS_UNAVAILABLE',
        });
      }
      if (round > 0) {
        await wait(random() * Math.min(JITTER_MOST_MS, JITTER_BASE_MS * 2 ** round));
      }
      const outcome = await putEntries(bus, failed);
      refused.push(...outcome.refused);
      failed = outcome.failed;
    }
    return { failed, refused };
  } catch (error) {
    if (!(error instanceof MessagingError)) throw error;
    return { failed, refused, error };
  }
}
