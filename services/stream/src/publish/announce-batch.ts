import type { Log } from '@willcall/lambda';
import {
  type Bus,
  type PublishOptions,
  parkRecord,
  publishEvents,
  type Queue,
} from '@willcall/messaging';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { ReminderDependencies } from '../reminders/update-reminder.ts';
import { type Prepared, prepareBatch } from './prepare-batch.ts';

/** What announcing needs from outside: tables, bus, a place for what cannot be announced, and time. */
type StreamDependencies = ReminderDependencies & {
  readonly bus: Bus;
  readonly parkedEvents: Queue;
  readonly pace: PublishOptions;
  readonly log: Log;
};

/**
 * Announces the changes of a batch and reports the first one that did not get through, from which the
 * stream goes on:
 *
 *     prepare (reminders, checks) ─▶ publish what stands before the first failure ─▶ park the hopeless
 *
 * Each step may move that first failure forward, and nothing behind it is published or parked that
 * was not already, so that little is told twice; what is keeps its id.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function announceBatch(
  records: readonly DynamoDBRecord[],
  dependencies: StreamDependencies,
): Promise<DynamoDBBatchResponse> {
  const prepared = await prepareBatch(records, dependencies);
  const firstFailed = prepared.findIndex(({ kind }) => kind === 'failed');
  logFailure(prepared[firstFailed], dependencies);

  const isPrepared = prepared.slice(0, firstFailed === -1 ? prepared.length : firstFailed);
  const { firstUnsent, refused } = await publishPrepared(isPrepared, dependencies);

  const isDone = isPrepared.slice(0, firstUnsent);
  const firstUnparked = await parkUnpublishable(
    records,
    findUnpublishable(isDone, refused),
    dependencies,
  );

  const done = firstUnparked ?? isDone.length;
  const next = records[done];
  if (next === undefined) return { batchItemFailures: [] };
  // Without its number the batch comes back whole: Lambda takes the empty text for a failure of all.
  return { batchItemFailures: [{ itemIdentifier: next.dynamodb?.SequenceNumber ?? '' }] };
}

const findUnpublishable = (
  prepared: readonly Prepared[],
  refused: ReadonlySet<number>,
): Unpublishable[] =>
  prepared.flatMap((outcome, place): Unpublishable[] => {
    if (outcome.kind === 'unpublishable') return [{ ...outcome, place }];
    return refused.has(place) ? [{ place, reason: 'REFUSED_BY_BUS', error: undefined }] : [];
  });

function logFailure(failure: Prepared | undefined, { log, measure }: StreamDependencies): void {
  if (failure?.kind !== 'failed') return;
  measure.count('RecordsFailed');
  log.warn('Record failed: it comes back', { error: failure.error });
}

type Published = {
  /** The first record with an event that did not get through, if any. */
  readonly firstUnsent: number | undefined;
  /** Records with an event that the bus refuses for what it is. */
  readonly refused: ReadonlySet<number>;
};

/** Publishes the events of prepared records, in their order. */
async function publishPrepared(
  prepared: readonly Prepared[],
  { bus, pace, log, measure }: StreamDependencies,
): Promise<Published> {
  const events = prepared.flatMap((record, place) =>
    record.kind === 'ready' ? record.events.map((event) => ({ event, place })) : [],
  );
  const { unsent, refused, error } = await publishEvents(
    bus,
    events.map(({ event }) => event),
    pace,
  );
  const sent = events.length - unsent.length - refused.length;
  if (sent > 0) measure.count('EventsPublished', sent);
  if (error !== undefined) {
    measure.count('EventsUnpublished', unsent.length);
    log.warn('Events did not get through', { count: unsent.length, error });
  }
  const places = (indexes: readonly number[]) =>
    indexes.flatMap((index) => events[index]?.place ?? []);
  const unsentPlaces = places(unsent);
  return {
    firstUnsent: unsentPlaces.length === 0 ? undefined : Math.min(...unsentPlaces),
    refused: new Set(places(refused)),
  };
}

/** A record that can never be announced, and its place in the batch. */
type Unpublishable = {
  readonly place: number;
  readonly reason: string;
  readonly error: unknown;
};

/**
 * Parks records whole, in their order. Personal data goes to the queue, and only there.
 *
 * @returns the place of the first that could not be parked, if any; later ones are left to its retry.
 */
async function parkUnpublishable(
  records: readonly DynamoDBRecord[],
  hopeless: readonly Unpublishable[],
  { parkedEvents, clock, log, measure }: StreamDependencies,
): Promise<number | undefined> {
  for (const { place, reason, error } of hopeless) {
    const record = records[place];
    if (record === undefined) continue;
    try {
      const parkedAt = clock().toISOString();
      await parkRecord(parkedEvents, { version: 1, reason, parkedAt, record: { ...record } });
    } catch (parkingError) {
      log.error('Record not parked: it comes back', { reason, error: parkingError });
      return place;
    }
    log.error('Record parked: it can never be announced', { reason, error });
    measure.count('RecordsParked');
  }
  return undefined;
}
