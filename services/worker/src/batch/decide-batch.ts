import { type BatchResults, type PostponeDependencies, postponeFailed } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { decideShow } from '../decide/decide-show.ts';
import type { DecisionDependencies } from '../decide/dependencies.ts';
import { WorkerError } from '../errors.ts';
import type { LagReporter } from '../lag/lag-reporter.ts';
import { type ArrivedPurchase, readMessage } from '../read-message.ts';

/** Dependencies of deciding a batch, postponing failed messages, and reporting the lag. */
type DecideBatchDependencies = DecisionDependencies &
  PostponeDependencies & { readonly lag: LagReporter };

/** Decides a batch. SQS redelivers the failed messages of each group together, after a growing delay. */
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
 * Reads messages, drops duplicates of a purchase, and decides the rest show by show, concurrently, in one
 * transaction each. Keeps FIFO order within a buyer and show: after a failed message the rest of its
 * group fails too. `retryable` on a failure's reason says whether another delivery can help.
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

/** Reads messages in order. After an unreadable message, the rest of its group is not read. */
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

/** Maps each record to the first message of its purchase, so that duplicates share its outcome. */
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
 * After a failed message, fails the later ones of its group, even if they are decided. Deleting them
 * would let SQS redeliver the failed message behind them. Their redelivery finds them decided.
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
      reason: new WorkerError('CONTENDED', 'The message has no result'),
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
