import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import {
  decideRecords,
  type PostponeDependencies,
  postponeFailed,
  redeliveryDelay,
} from '../batch/decide-batch.ts';

import type { DecisionDependencies } from '../decide/dependencies.ts';
import { WorkerError } from '../errors.ts';
import type { LagReporter } from '../lag/lag-reporter.ts';
import { type GiveUpDependencies, giveUp, isPermanent, park } from './give-up.ts';

/** What a last chance needs: deciding, giving up, postponing, and reporting the lag. */
type DeadLetterDependencies = DecisionDependencies &
  GiveUpDependencies &
  PostponeDependencies & { readonly lag: LagReporter };

/**
 * Gives each dead letter its last chance, one after the other. After one that stays, the rest of its
 * group is not tried: they all come back together, after a growing delay.
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
    return { status: 'rejected', reason: new WorkerError('CONTENDED', 'No time was left for it') };
  }
  const [result] = await Promise.allSettled([decideAlone(record, dependencies)]);
  return result;
}

/**
 * Decides one message by the worker's own code, without neighbours. What will never be decided is
 * given up; what cannot be decided now is thrown, and comes back, until SQS is about to forget it.
 *
 * @throws the worker's reason, StoreError, MessagingError: the message must stay.
 */
async function decideAlone(record: SQSRecord, dependencies: DeadLetterDependencies): Promise<void> {
  const [result] = await decideRecords([record], dependencies);
  if (result?.status === 'fulfilled') return;
  const reason: unknown = result?.reason;
  if (isPermanent(reason)) return giveUp(record, reason, dependencies);
  if (isExpiring(record, dependencies.clock())) return park(record, reason, dependencies);
  throw reason;
}

/** Of the 14 days that SQS keeps a message at most. The last one is for a failing parked queue. */
const PARK_AFTER_MS = 13 * 24 * 60 * 60 * 1_000;

/** Whether SQS is about to delete a message that nobody has decided. */
const isExpiring = ({ attributes }: Pick<SQSRecord, 'attributes'>, now: Date): boolean =>
  now.getTime() - Number(attributes.SentTimestamp) > PARK_AFTER_MS;

/** Seconds. An outage that has outlasted all of the worker's tries is seldom over sooner. */
const MAX_DELAY_SECONDS = 900;

/**
 * Seconds until a dead letter is tried again: the base at its first failure here, doubled at each
 * further one up to 15 minutes (SQS would allow 12 hours).
 *
 * @param receiveCount how often it was received, this time included. Whether those of the purchases
 *   queue still count in it is not documented, and fauxqs counts them: they are taken off, so that
 *   the delay grows from its base either way, only later where SQS has begun anew.
 */
export const retryDelay = (
  receiveCount: number,
  {
    baseSeconds,
    receivesBefore,
  }: { readonly baseSeconds: number; readonly receivesBefore: number },
): number =>
  redeliveryDelay(Math.max(1, receiveCount - receivesBefore), baseSeconds, MAX_DELAY_SECONDS);
