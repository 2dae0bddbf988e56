import type { Log, Measure } from '@willcall/lambda';
import { forwardMessage, type Queue } from '@willcall/messaging';
import type { SQSRecord } from 'aws-lambda';
import { wholeMessage } from './whole-message.ts';

export type ParkDependencies = {
  readonly parked: Queue;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Sends a message whole to the parked queue, for a person. Deduplicated by the message's own id, so
 * that one whose deletion was lost is parked once.
 *
 * @throws MessagingError when SQS did not take it: it must stay where it is.
 */
export async function park(
  record: SQSRecord,
  error: unknown,
  { parked, log, measure }: ParkDependencies,
): Promise<void> {
  const { messageId } = record;
  await forwardMessage(parked, wholeMessage(record), messageId);
  measure.count('PurchasesParked');
  log.error('Message parked: a person must look at it', { messageId, error });
}
