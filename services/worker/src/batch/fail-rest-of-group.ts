import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { WorkerError } from '../errors.ts';

/**
 * After a failed message, fails the later ones of its group, decided or not: deleting them would let
 * the failed one come back behind them. What was decided already is found so when it comes back.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html (FIFO queues)
 */
export function failRestOfGroup(
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
