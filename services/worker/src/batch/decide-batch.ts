import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import type { DecisionDependencies } from '../decision/dependencies.ts';
import { decideRecords } from './decide-records.ts';
import { type PostponeDependencies, postponeFailed } from './postpone-failed.ts';

export type DecideBatchDependencies = DecisionDependencies & PostponeDependencies;

/** Decides a batch; what failed comes back, each group together and after a growing delay. */
export async function decideBatch(
  records: readonly SQSRecord[],
  dependencies: DecideBatchDependencies,
): Promise<BatchResults> {
  dependencies.measure.count('BatchFill', records.length);
  const results = await decideRecords(records, dependencies);
  await Promise.all([
    postponeFailed(records, results, dependencies),
    dependencies.pulse.afterBatch(records, results),
  ]);
  return results;
}
