import type { BatchResults, Log, Measure } from '@willcall/lambda';
import { postponeMessages, type Queue } from '@willcall/messaging';
import type { SQSRecord } from 'aws-lambda';
import { decideShow } from '../decide/decide-show.ts';
import type { DecisionDependencies } from '../decide/dependencies.ts';
import { WorkerError } from '../errors.ts';
import type { LagReporter } from '../lag/lag-reporter.ts';
import { type ArrivedPurchase, readMessage } from '../read-message.ts';

/** What a batch needs: deciding, postponing what failed, and reporting the lag. */
type DecideBatchDependencies = DecisionDependencies &
  PostponeDependencies & { readonly lag: LagReporter };

/** Decides a batch; what failed comes back, each group together and after a growing delay. */
export async function decideBatch(
  records: readonly SQSRecord[],
  dependencies: DecideBatchDependencies,
): Promise<BatchResults> {
  dependencies.measure.count('BatchFill', records.length);
  const results = await decideRecords(records, dependencies);
  await Promise.all([
    postponeFailed(records, results, dependencies),
    dependencies.lag.afterBatch(records, results),
  ]);
  return results;
}

/**
 * Reads messages, drops repeats of the same purchase, decides what remains show by show (one
 * transaction each, side by side), and keeps FIFO order within a buyer and show: after a failed
 * message the rest of its group fails too. A failure's reason says by `retryable` whether another
 * delivery can help.
 */
export async function decideRecords(
  records: readonly SQSRecord[],
  dependencies: DecisionDependencies,
): Promise<BatchResults> {
  const { arrived, invalid } = readInOrder(records);
  const first = findFirstOfEach(arrived);
  const byShow = Map.groupBy(new Set(first.values()), ({ message }) => message.showId);
  const decided = await Promise.all(
    [...byShow].map(([showId, purchases]) => decideShow(showId, purchases, dependencies)),
  );
  const outcomes = new Map(decided.flatMap((outcomesOfShow) => [...outcomesOfShow]));

  const results = records.map((record): PromiseSettledResult<unknown> => {
    const purchase = first.get(record);
    const outcome = purchase && outcomes.get(purchase);
    return outcome ?? { status: 'rejected', reason: invalid.get(record) };
  });
  return failRestOfGroup(records, results);
}

/** What follows an unreadable message in its group is not even tried: its turn has not come. */
function readInOrder(records: readonly SQSRecord[]) {
  const arrived = new Map<SQSRecord, ArrivedPurchase>();
  const invalid = new Map<SQSRecord, WorkerError>();
  const blocked = new Set<string | undefined>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId;
    if (blocked.has(group)) {
      invalid.set(record, new WorkerError('BEHIND_A_FAILURE', 'An earlier message failed'));
      continue;
    }
    try {
      arrived.set(record, readMessage(record));
    } catch (error) {
      if (!(error instanceof WorkerError)) throw error;
      invalid.set(record, error);
      blocked.add(group);
    }
  }
  return { arrived, invalid };
}

/** Of each purchase the message that arrived first: repeats share its outcome. */
function findFirstOfEach(
  arrived: ReadonlyMap<SQSRecord, ArrivedPurchase>,
): Map<SQSRecord, ArrivedPurchase> {
  const firsts = new Map<string, ArrivedPurchase>();
  const first = new Map<SQSRecord, ArrivedPurchase>();
  for (const [record, purchase] of arrived) {
    const identity = JSON.stringify([purchase.userId, purchase.key]);
    const earliest = firsts.get(identity) ?? purchase;
    firsts.set(identity, earliest);
    first.set(record, earliest);
  }
  return first;
}

/**
 * After a failed message, fails the later ones of its group, decided or not: deleting them would let
 * the failed one come back behind them. What was decided already is found so when it comes back.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (FIFO queues)
 */
function failRestOfGroup(
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
): BatchResults {
  const failedGroups = new Set<string | undefined>();
  return records.map((record, index) => {
    const group = record.attributes.MessageGroupId;
    const result = results[index] ?? {
      status: 'rejected',
      reason: new WorkerError('CONTENDED', 'The message was left without a result'),
    };
    if (result.status === 'rejected') {
      failedGroups.add(group);
      return result;
    }
    if (!failedGroups.has(group)) return result;
    const reason = new WorkerError('BEHIND_A_FAILURE', 'An earlier message of its group failed');
    return { status: 'rejected', reason };
  });
}

export type PostponeDependencies = {
  readonly queue: Queue;
  /** Seconds until a message comes back, by how often it was received, this time included. */
  readonly redeliveryDelay: (receiveCount: number) => number;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Gives the failed messages of a batch their growing delay, in one call; a group shares the delay of
 * its first failed message, so that its messages come back together. A failure of this call is logged
 * and nothing is lost: the messages then come back after the queue's visibility timeout.
 */
export async function postponeFailed(
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
  { queue, redeliveryDelay, log, measure }: PostponeDependencies,
): Promise<void> {
  const failed = records.filter((_, index) => results[index]?.status !== 'fulfilled');
  if (failed.length === 0) return;
  measure.count('MessagesFailed', failed.length);

  const delayOfGroup = new Map<string | undefined, number>();
  const postponements = failed.map(({ receiptHandle, attributes }) => {
    const delaySeconds =
      delayOfGroup.get(attributes.MessageGroupId) ??
      redeliveryDelay(Number(attributes.ApproximateReceiveCount));
    delayOfGroup.set(attributes.MessageGroupId, delaySeconds);
    return { receiptHandle, delaySeconds };
  });
  try {
    const refused = await postponeMessages(queue, postponements);
    if (refused > 0) log.warn('SQS refused to postpone messages', { count: refused });
  } catch (error) {
    log.warn('Failed messages could not be postponed', { count: failed.length, error });
  }
}

/** Seconds. Long enough for a throttled table to recover, short enough for a buyer to still be there. */
const MAX_DELAY_SECONDS = 300;

/**
 * Seconds until a message comes back: the base at its first failure, doubled at each further one.
 *
 * @param receiveCount how often it was received, this time included.
 */
export const redeliveryDelay = (
  receiveCount: number,
  baseSeconds: number,
  longestSeconds = MAX_DELAY_SECONDS,
): number => Math.min(longestSeconds, baseSeconds * 2 ** Math.max(0, receiveCount - 1));
