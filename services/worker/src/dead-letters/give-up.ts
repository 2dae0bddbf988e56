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
 * Ends a message that can never be decided: recorded FAILED where nothing else is, which is final for
 * its key; parked when it cannot be told whose it is, or when not even that record can be written.
 *
 *     whose and which ─┬─ known ──▶ put(not exists) ─┬─ done, or decided before ──▶ delete
 *                      │                             ├─ refused as such ──▶ park
 *                      └─ unknown ──▶ park           └─ out of reach ──▶ later
 *
 * @param reason why it cannot be decided.
 * @throws StoreError STORE_UNAVAILABLE, MessagingError: nothing may be deleted.
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
  log.error('Purchase given up', { purchaseId, status, correlationId, messageId, error: reason });
  measure.count('Purchases_FAILED');
}

/**
 * Whether a message would fail again however often it is tried: for what it is, or because DynamoDB
 * refuses its request as such. A fault of our own records, such as a show that cannot be read, is
 * taken for passing, and so is what nobody foresaw: these can be mended, FAILED cannot be taken back.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isPermanent(error: unknown): boolean {
  if (error instanceof WorkerError) return !error.retryable;
  if (!(error instanceof Error)) return false;
  return error.cause instanceof Error && error.cause.name === 'ValidationException';
}

/**
 * Sends a message whole to the parked queue, for a person. Deduplicated by the message's own id, so
 * that one whose deletion was lost is parked once.
 *
 * @throws MessagingError when SQS did not take it: it must stay where it is.
 */
export async function park(
  record: SQSRecord,
  error: unknown,
  { parked, log, measure }: Pick<GiveUpDependencies, 'parked' | 'log' | 'measure'>,
): Promise<void> {
  const { messageId } = record;
  await forwardMessage(parked, wholeMessage(record), messageId);
  measure.count('PurchasesParked');
  log.error('Message parked: a person must look at it', { messageId, error });
}

/** A record of Lambda's as SQS takes it, nothing left out. */
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
