import { known } from '@willcall/contracts';
import type { Log, Measure } from '@willcall/lambda';
import { forwardMessage, type Queue, type WholeMessage } from '@willcall/messaging';
import { recordRefusal, type Store } from '@willcall/store';
import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';
import { WorkerError } from '../errors.ts';
import { createFailedRecord, identifyPurchase } from './failed-purchase.ts';

export type GiveUpDependencies = {
  readonly store: Store<'purchases'>;
  readonly parked: Queue;
  readonly clock: () => Date;
  readonly log: Log;
  readonly measure: Measure;
};

/**
 * Ends a message that can never be decided. Records the purchase as FAILED, which is final for its key,
 * unless it is decided already. Parks the message if its buyer or id is unknown, or if the record can
 * never be written.
 *
 *     buyer and id ─┬─ known ──▶ put(not exists) ─┬─ done, or decided before ──▶ delete
 *                   │                             ├─ permanent error ──▶ park
 *                   └─ unknown ──▶ park           └─ unavailable ──▶ retry later
 *
 * @param reason why the message cannot be decided.
 * @throws StoreError STORE_UNAVAILABLE, MessagingError. The message must then stay in the queue.
 */
export async function giveUp(
  record: SQSRecord,
  reason: unknown,
  dependencies: GiveUpDependencies,
): Promise<void> {
  const { store, clock, log, measure } = dependencies;
  const purchase = identifyPurchase(record.body);
  if (purchase === undefined) return park(record, reason, dependencies);

  const failed = createFailedRecord(purchase, record, clock().toISOString());
  try {
    if ((await recordRefusal(store, failed)).kind === 'already-decided') {
      measure.count('DecidedBefore');
      return;
    }
  } catch (error) {
    if (isPermanent(error)) return park(record, error, dependencies);
    throw error;
  }
  const { purchaseId, status, correlationId } = failed;
  const { messageId } = record;
  log.error('Purchase failed permanently', {
    purchaseId,
    status,
    correlationId,
    messageId,
    error: reason,
  });
  measure.count('Purchases_FAILED');
}

/**
 * Whether a message fails on every attempt: it is invalid, or DynamoDB rejects its request as invalid.
 * Errors in our own records, such as an unreadable show, and unknown errors count as transient. They can
 * be repaired, whereas FAILED is final.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isPermanent(error: unknown): boolean {
  if (error instanceof WorkerError) return !error.retryable;
  if (!(error instanceof Error)) return false;
  return error.cause instanceof Error && error.cause.name === 'ValidationException';
}

/**
 * Sends a whole message to the parked queue, for a person. The message id deduplicates it, so a message
 * whose deletion failed is parked once.
 *
 * @throws MessagingError if SQS did not accept it. The message must then stay in its queue.
 */
export async function park(
  record: SQSRecord,
  error: unknown,
  { parked, log, measure }: Pick<GiveUpDependencies, 'parked' | 'log' | 'measure'>,
): Promise<void> {
  const { messageId } = record;
  await forwardMessage(parked, wholeMessage(record), messageId);
  measure.count('PurchasesParked');
  log.error('Message parked: it needs manual handling', { messageId, error });
}

/** Converts a Lambda record to an SQS message, with all its attributes. */
export function wholeMessage({ body, attributes, messageAttributes }: SQSRecord): WholeMessage {
  const named = Object.entries(messageAttributes);
  const { MessageGroupId, AWSTraceHeader: traceHeader } = attributes;
  return {
    body,
    group: known(MessageGroupId, 'message group'),
    ...(named.length === 0
      ? {}
      : {
          attributes: Object.fromEntries(
            named.map(([name, value]) => [name, messageAttribute(value)]),
          ),
        }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

const messageAttribute = ({ dataType, stringValue, binaryValue }: SQSMessageAttribute) => ({
  DataType: dataType,
  ...(stringValue === undefined ? {} : { StringValue: stringValue }),
  ...(binaryValue === undefined ? {} : { BinaryValue: Buffer.from(binaryValue, 'base64') }),
});
