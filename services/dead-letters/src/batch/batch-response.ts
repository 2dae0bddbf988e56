import type { Log } from '@willcall/lambda';
import type { BatchResults } from '@willcall/worker';
import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';

/** Names every message that must stay in the queue; one without a result is among them. */
export function batchResponse(
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
  log: Log,
): SQSBatchResponse {
  const batchItemFailures = records.flatMap(({ messageId, attributes }, index) => {
    const result = results[index];
    if (result?.status === 'fulfilled') return [];
    const receiveCount = Number(attributes.ApproximateReceiveCount);
    log.warn('Dead letter stays for another try', {
      messageId,
      receiveCount,
      error: result?.reason,
    });
    return [{ itemIdentifier: messageId }];
  });
  return { batchItemFailures };
}
