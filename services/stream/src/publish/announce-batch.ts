import type { Log } from '@willcall/lambda';
import {
  type Bus,
  type PublishOptions,
  parkRecord,
  publishEvents,
  type Queue,
} from '@willcall/messaging';
import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { retryFrom } from '../stream-function.ts';
import { type ChangeDependencies, type Prepared, prepareBatch } from './prepare-batch.ts';

/** Dependencies of announcing: tables, bus, queues, and time. */
type StreamDependencies = ChangeDependencies & {
  readonly bus: Bus;
  readonly parkedEvents: Queue;
  readonly pace: PublishOptions;
  readonly log: Log;
};

/**
 * Announces the changes of a batch and reports the first one that failed. The stream continues from there:
 *
 *     prepare (reminders, payments, checks) ─▶ publish up to the first failure ─▶ park unpublishable records
 *
 * Each step can move the first failure to an earlier record. Later steps skip the records behind it, so few events are
 * published twice, and those keep their ids.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html
 */
export async function announceBatch(
  records: readonly DynamoDBRecord[],
  dependencies: StreamDependencies,
): Promise<DynamoDBBatchResponse> {
  const prepared = await prepareBatch(records, dependencies);
  const firstFailed = prepared.findIndex(({ kind }) => kind === 'failed');
  logFailure(prepared[firstFailed], dependencies);

  const beforeFailure = prepared.slice(0, firstFailed === -1 ? prepared.length : firstFailed);
  const { firstUnsent, refused } = await publishPrepared(beforeFailure, dependencies);

  const published = beforeFailure.slice(0, firstUnsent);
  const firstUnparked = await parkUnpublishable(
    records,
    findUnpublishable(published, refused),
    dependencies,
  );

  const done = firstUnparked ?? published.length;
  const next = records[done];
  return next === undefined ? { batchItemFailures: [] } : retryFrom(next);
}

const findUnpublishable = (
  prepared: readonly Prepared[],
  refused: ReadonlySet<number>,
): Unpublishable[] =>
  prepared.flatMap((outcome, recordIndex): Unpublishable[] => {
    if (outcome.kind === 'unpublishable') return [{ ...outcome, recordIndex }];
    return refused.has(recordIndex)
      ? [{ recordIndex, reason: 'REFUSED_BY_BUS', error: undefined }]
      : [];
  });

function logFailure(failure: Prepared | undefined, { log, measure }: StreamDependencies): void {
  if (failure?.kind !== 'failed') return;
  measure.count('RecordsFailed');
  log.warn('Record failed: it will be retried', { error: failure.error });
}

type Published = {
  /** The index of the first record with an event that could not be published, if any. */
  readonly firstUnsent: number | undefined;
  /** Indexes of records with an event that the bus rejects permanently. */
  readonly refused: ReadonlySet<number>;
};

/** Publishes the events of prepared records in order. */
async function publishPrepared(
  prepared: readonly Prepared[],
  { bus, pace, log, measure }: StreamDependencies,
): Promise<Published> {
  const events = prepared.flatMap((record, recordIndex) =>
    record.kind === 'ready' ? record.events.map((event) => ({ event, recordIndex })) : [],
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
    log.warn('Events could not be published', { count: unsent.length, error });
  }
  const toRecordIndexes = (indexes: readonly number[]) =>
    indexes.flatMap((index) => events[index]?.recordIndex ?? []);
  const unsentRecords = toRecordIndexes(unsent);
  return {
    firstUnsent: unsentRecords.length === 0 ? undefined : Math.min(...unsentRecords),
    refused: new Set(toRecordIndexes(refused)),
  };
}

/** A record that can never be announced, and its index in the batch. */
type Unpublishable = {
  readonly recordIndex: number;
  readonly reason: string;
  readonly error: unknown;
};

/**
 * Parks whole records in order. Personal data goes only to the queue.
 *
 * @returns the index of the first record that could not be parked, if any. Its retry covers later ones.
 */
async function parkUnpublishable(
  records: readonly DynamoDBRecord[],
  unpublishable: readonly Unpublishable[],
  { parkedEvents, clock, log, measure }: StreamDependencies,
): Promise<number | undefined> {
  for (const { recordIndex, reason, error } of unpublishable) {
    const record = records[recordIndex];
    if (record === undefined) continue;
    try {
      const parkedAt = clock().toISOString();
      await parkRecord(parkedEvents, { version: 1, reason, parkedAt, record: { ...record } });
    } catch (parkingError) {
      log.error('Record could not be parked: it will be retried', { reason, error: parkingError });
      return recordIndex;
    }
    log.error('Record parked: it can never be announced', { reason, error });
    measure.count('RecordsParked');
  }
  return undefined;
}
