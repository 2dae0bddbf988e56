import {
  type BatchResults,
  type PostponeDependencies,
  postponeFailed,
  redeliveryDelay,
} from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { decideRecords } from '../batch/decide-batch.ts';
import type { DecisionDependencies } from '../decide/dependencies.ts';
import { WorkerError } from '../errors.ts';
import type { LagReporter } from '../lag/lag-reporter.ts';
import { type GiveUpDependencies, giveUp, isPermanent, park } from './give-up.ts';

/** Dependencies of deciding, giving up and postponing dead letters, and of reporting the lag. */
type DeadLetterDependencies = DecisionDependencies &
  GiveUpDependencies &
  PostponeDependencies & { readonly lag: LagReporter };

/**
 * Decides dead letters one after the other. After a failure, the rest of its group is not tried. SQS
 * redelivers them together, after a growing delay.
 */
export async function decideDeadLetters(
  records: readonly SQSRecord[],
  dependencies: DeadLetterDependencies,
): Promise<BatchResults> {
  const results: BatchResults = [];
  const waiting = new Set<string | undefined>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId;
    const result = waiting.has(group) ? behindAFailure() : await tryRecord(record, dependencies);
    if (result.status === 'rejected') waiting.add(group);
    results.push(result);
  }
  await Promise.all([
    postponeFailed(records, results, dependencies),
    dependencies.lag.afterBatch(records, results),
  ]);
  return results;
}

const behindAFailure = (): PromiseRejectedResult => ({
  status: 'rejected',
  reason: new WorkerError('BEHIND_A_FAILURE', 'An earlier message of its group is not decided yet'),
});

async function tryRecord(
  record: SQSRecord,
  dependencies: DeadLetterDependencies,
): Promise<PromiseSettledResult<unknown>> {
  if (dependencies.timeLeft() <= 0) {
    return {
      status: 'rejected',
      reason: new WorkerError('CONTENDED', 'No time was left to decide the message'),
    };
  }
  const [result] = await Promise.allSettled([decideAlone(record, dependencies)]);
  return result;
}

/**
 * Decides a single message with the worker's code. Gives up on a permanent failure. Throws a transient
 * one, so that SQS redelivers the message, and parks the message before SQS deletes it.
 *
 * @throws the worker's reason, StoreError, MessagingError. The message must then stay in the queue.
 */
async function decideAlone(record: SQSRecord, dependencies: DeadLetterDependencies): Promise<void> {
  const [result] = await decideRecords([record], dependencies);
  if (result?.status === 'fulfilled') return;
  const reason: unknown = result?.reason;
  if (isPermanent(reason)) return giveUp(record, reason, dependencies);
  if (isExpiring(record, dependencies.clock())) return park(record, reason, dependencies);
  throw reason;
}

/** 13 of the 14 days that SQS keeps a message. The last day is a reserve for failures of the parked queue. */
const PARK_AFTER_MS = 13 * 24 * 60 * 60 * 1_000;

/** Whether SQS is about to delete an undecided message. */
const isExpiring = ({ attributes }: Pick<SQSRecord, 'attributes'>, now: Date): boolean =>
  now.getTime() - Number(attributes.SentTimestamp) > PARK_AFTER_MS;

/** An outage that outlasts all attempts of the worker rarely ends sooner. */
const MAX_DELAY_SECONDS = 900;

/**
 * Seconds until a dead letter is tried again: the base after its first failure here, doubled after each
 * further one, up to 15 minutes (SQS allows 12 hours).
 *
 * @param receiveCount the number of receives, including this one. AWS does not document whether it
 *   includes those from the purchases queue; fauxqs does include them. They are subtracted, so the delay
 *   starts from its base either way, and only grows later if SQS has reset the count.
 */
export const retryDelay = (
  receiveCount: number,
  {
    baseSeconds,
    receivesBefore,
  }: { readonly baseSeconds: number; readonly receivesBefore: number },
): number =>
  redeliveryDelay(Math.max(1, receiveCount - receivesBefore), baseSeconds, MAX_DELAY_SECONDS);
