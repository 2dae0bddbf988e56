import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { type PostponeDependencies, postponeFailed } from '../../batch/postpone-failed.ts';
import { WorkerError } from '../../errors.ts';
import { type DecideAloneDependencies, decideAlone } from './decide-alone.ts';

export type LastChanceDependencies = DecideAloneDependencies & PostponeDependencies;

/**
 * Gives each dead letter its last chance, one after the other. After one that stays, the rest of its
 * group is not tried: they all come back together, after a growing delay.
 */
export async function lastChance(
  records: readonly SQSRecord[],
  dependencies: LastChanceDependencies,
): Promise<BatchResults> {
  const results: BatchResults = [];
  const waiting = new Set<string | undefined>();
  for (const record of records) {
    const group = record.attributes.MessageGroupId;
    const result = waiting.has(group) ? behindAFailure() : await tried(record, dependencies);
    if (result.status === 'rejected') waiting.add(group);
    results.push(result);
  }
  await Promise.all([
    postponeFailed(records, results, dependencies),
    dependencies.pulse.afterBatch(records, results),
  ]);
  return results;
}

const behindAFailure = (): PromiseRejectedResult => ({
  status: 'rejected',
  reason: new WorkerError('BEHIND_A_FAILURE', 'An earlier message of its group is not decided yet'),
});

async function tried(
  record: SQSRecord,
  dependencies: LastChanceDependencies,
): Promise<PromiseSettledResult<unknown>> {
  if (dependencies.timeLeft() <= 0) {
    return { status: 'rejected', reason: new WorkerError('CONTENDED', 'No time was left for it') };
  }
  const [result] = await Promise.allSettled([decideAlone(record, dependencies)]);
  return result;
}
