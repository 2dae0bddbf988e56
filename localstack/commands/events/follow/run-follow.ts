import { EVENT_SOURCE, type EventType } from '@willcall/contracts';
import { inASentence } from '../../../cli/connection/in-a-sentence.ts';
import type { Connection } from '../../bus-connection.ts';
import { makeTemporary } from '../temporary/make-temporary.ts';
import { LONGEST_RUN_SECONDS, temporaryName } from '../temporary/owner-name.ts';
import { removeLeftovers } from '../temporary/remove-leftovers.ts';
import { removeTemporary } from '../temporary/remove-temporary.ts';
import type { FollowOptions } from './options.ts';
import { printedEvent } from './printed-event.ts';
import { takeEvents } from './take-events.ts';

/** What a run is given by its process. */
export type FollowSurroundings = {
  readonly clock: () => Date;
  readonly machine: string;
  readonly pid: number;
  readonly random: string;
  readonly interrupt: AbortSignal;
  /** A line of what was asked for. */
  readonly print: (line: string) => void;
  /** A line about the run itself. */
  readonly tell: (line: string) => void;
};

/**
 * Follows a bus until it was enough or interrupted, and leaves nothing behind.
 *
 * @throws LocalAwsError in a sentence when AWS is out of reach, or refuses.
 */
export const runFollow = async (
  connection: Connection,
  options: FollowOptions,
  surroundings: FollowSurroundings,
): Promise<void> => {
  try {
    const { machine, clock, tell } = surroundings;
    const left = await removeLeftovers(connection, { machine }, clock());
    if (left.length > 0) tell(`Removed what ${left.length} killed run(s) had left behind.`);
    await follow(connection, options, surroundings);
  } catch (error) {
    throw inASentence(error);
  }
};

const follow = async (
  connection: Connection,
  { types, json, count }: FollowOptions,
  { clock, machine, pid, random, interrupt, print, tell }: FollowSurroundings,
): Promise<void> => {
  const startedAt = Math.floor(clock().getTime() / 1_000);
  const name = temporaryName({ startedAt, machine, pid }, random);
  const endsAt = (startedAt + LONGEST_RUN_SECONDS) * 1_000;
  let hasFailed = true;
  try {
    const queue = await makeTemporary(connection, name, patternOf(types));
    tell(`Following ${connection.bus}: Ctrl-C ends it.`);
    await takeEvents(queue, {
      onEvent: (event, whole) => print(json ? JSON.stringify(whole) : printedEvent(event)),
      count,
      isOver: () => interrupt.aborted || clock().getTime() >= endsAt,
    });
    hasFailed = false;
  } finally {
    // The first failure says more than that nothing could be removed after it.
    await removeTemporary(connection, name).catch((error: unknown) => {
      if (!hasFailed) throw error;
    });
  }
};

const patternOf = (types: readonly EventType[]): string =>
  JSON.stringify({
    source: [EVENT_SOURCE],
    ...(types.length === 0 ? {} : { 'detail-type': types }),
  });
