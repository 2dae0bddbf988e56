import { EVENT_SOURCE, type EventType, eventTypes, parseJson } from '@willcall/contracts';
import { deleteMessage, type Queue, receiveMessages } from '@willcall/messaging';
import * as z from 'zod';
import type { BusConnection } from '../bus-connection.ts';
import {
  createTemporaryRule,
  LONGEST_RUN_SECONDS,
  makeTemporaryName,
  removeLeftovers,
  removeTemporaryRule,
} from './temporary-rule.ts';

export type FollowOptions = {
  /** If empty, all types. */
  readonly types: readonly EventType[];
  readonly json: boolean;
  readonly count: number | undefined;
};

/** The dependencies of a run, replaced in tests. */
type FollowDependencies = {
  readonly clock: () => Date;
  readonly machine: string;
  readonly pid: number;
  readonly random: string;
  readonly interrupt: AbortSignal;
  /** Prints one line of the requested output. */
  readonly print: (line: string) => void;
  /** Prints one line about the run itself. */
  readonly log: (line: string) => void;
};

/**
 * Follows a bus until the requested count or an interrupt, and removes everything it created.
 *
 * @throws errors of the SDK; MessagingError
 */
export const runFollow = async (
  connection: BusConnection,
  options: FollowOptions,
  dependencies: FollowDependencies,
): Promise<void> => {
  const { machine, clock, log } = dependencies;
  const left = await removeLeftovers(connection, { machine }, clock());
  if (left.length > 0) log(`Removed the rules and queues of ${left.length} killed run(s).`);
  await follow(connection, options, dependencies);
};

const follow = async (
  connection: BusConnection,
  { types, json, count }: FollowOptions,
  { clock, machine, pid, random, interrupt, print, log }: FollowDependencies,
): Promise<void> => {
  const startedAt = Math.floor(clock().getTime() / 1_000);
  const name = makeTemporaryName({ startedAt, machine, pid }, random);
  const endsAt = (startedAt + LONGEST_RUN_SECONDS) * 1_000;
  let hasFailed = true;
  try {
    const queue = await createTemporaryRule(connection, name, makePattern(types));
    log(`Following ${connection.bus}. Press Ctrl-C to stop.`);
    await takeEvents(queue, {
      onEvent: (event, whole) => print(json ? JSON.stringify(whole) : formatEvent(event)),
      count,
      isOver: () => interrupt.aborted || clock().getTime() >= endsAt,
    });
    hasFailed = false;
  } finally {
    // The first failure says more than a failed removal after it.
    await removeTemporaryRule(connection, name).catch((error: unknown) => {
      if (!hasFailed) throw error;
    });
  }
};

const makePattern = (types: readonly EventType[]): string =>
  JSON.stringify({
    source: [EVENT_SOURCE],
    ...(types.length === 0 ? {} : { 'detail-type': types }),
  });

/** In seconds. */
const HELD_SECONDS = 60;
/** In seconds. Never aborted, because fauxqs gives the next message to an aborted poll. */
const WAIT_SECONDS = 1;

type TakeOptions = {
  /** `whole` is the same event with all the fields that EventBridge sent. */
  readonly onEvent: (event: Envelope, whole: unknown) => void;
  /** Ends after this many events. */
  readonly count: number | undefined;
  /** Checked before each event and each poll. */
  readonly isOver: () => boolean;
};

/**
 * Passes on the events that reach a queue, until the run should end.
 *
 * @throws MessagingError
 */
const takeEvents = async (
  queue: Queue,
  { onEvent, count = Number.POSITIVE_INFINITY, isOver }: TakeOptions,
): Promise<void> => {
  let taken = 0;
  while (taken < count && !isOver()) {
    const receiveOptions = { visibility: HELD_SECONDS, wait: WAIT_SECONDS };
    for (const { body, receiptHandle } of await receiveMessages(queue, receiveOptions)) {
      if (taken === count || isOver()) return;
      const whole = parseJson(body);
      onEvent(Envelope.parse(whole), whole);
      taken += 1;
      await deleteMessage(queue, receiptHandle);
    }
  }
};

const LONGEST_TYPE = Math.max(...Object.keys(eventTypes).map(({ length }) => length));

/** The fields to print, in this order. Ids of a fixed length come first, so they are aligned. */
const SHOWN_FIELDS = [
  ['show', 'showId'],
  ['purchase', 'purchaseId'],
  ['seat', 'seatId'],
  ['user', 'userId'],
  ['reason', 'reason'],
] as const;

/** An event as one line for people: time, type, and the ids that matter. */
export const formatEvent = ({ time, 'detail-type': type, detail }: Envelope): string => {
  const fields = SHOWN_FIELDS.flatMap(([label, field]) =>
    typeof detail[field] === 'string' ? `${label} ${detail[field]}` : [],
  );
  return [time, type.padEnd(LONGEST_TYPE), ...fields].join('  ').trimEnd();
};

/**
 * The fields of an EventBridge event that a printed line needs.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
const Envelope = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
type Envelope = z.infer<typeof Envelope>;
