import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import type { StreamDependencies } from './dependencies.ts';
import { type Hopeless, parkHopeless } from './park-hopeless.ts';
import { prepareBatch } from './prepare-batch.ts';
import type { Prepared } from './prepare-record.ts';
import { publishPrepared } from './publish-prepared.ts';

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
  const firstUnparked = await parkHopeless(records, hopelessOf(isDone, refused), dependencies);

  const done = firstUnparked ?? isDone.length;
  const next = records[done];
  if (next === undefined) return { batchItemFailures: [] };
  // Without its number the batch comes back whole: Lambda takes the empty text for a failure of all.
  return { batchItemFailures: [{ itemIdentifier: next.dynamodb?.SequenceNumber ?? '' }] };
}

const hopelessOf = (prepared: readonly Prepared[], refused: ReadonlySet<number>): Hopeless[] =>
  prepared.flatMap((outcome, place): Hopeless[] => {
    if (outcome.kind === 'hopeless') return [{ ...outcome, place }];
    return refused.has(place) ? [{ place, reason: 'REFUSED_BY_BUS', error: undefined }] : [];
  });

function logFailure(failure: Prepared | undefined, { log, measure }: StreamDependencies): void {
  if (failure?.kind !== 'failed') return;
  measure.count('RecordsFailed');
  log.warn('Record failed: it comes back', { error: failure.error });
}
