import type { PurchaseMessage } from '@willcall/contracts';
import type { BatchResults } from '@willcall/lambda';
import type { SQSRecord } from 'aws-lambda';
import { readMessage } from '../batch/read-message.ts';

/** The purchases of a batch that come back, and whose buyers still wait. What is no purchase has no buyer. */
export const failedPurchases = (
  records: readonly SQSRecord[],
  results: Readonly<BatchResults>,
): PurchaseMessage[] =>
  records.flatMap((record, index) =>
    results[index]?.status === 'fulfilled' ? [] : readable(record),
  );

function readable(record: SQSRecord): PurchaseMessage[] {
  try {
    return [readMessage(record).message];
  } catch {
    return [];
  }
}
