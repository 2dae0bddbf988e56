import { type PurchaseRecord, purchaseRecordKey } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import type { IdentifiedPurchase } from './identify.ts';

/**
 * The record of a purchase that is given up, with what is known of it. SQS stands in for the message:
 * when it was sent is when it was requested, within the time that `accept` takes, or when it became a
 * dead letter; its id leads to the log.
 */
export function failedRecord(
  { userId, purchaseId, key, showId, quantity, holder, card, ...known }: IdentifiedPurchase,
  { messageId, attributes }: Pick<SQSRecord, 'messageId' | 'attributes'>,
  decidedAt: string,
): PurchaseRecord {
  return {
    userId,
    recordKey: purchaseRecordKey(key),
    purchaseId,
    status: 'FAILED',
    ...(showId === undefined ? {} : { showId }),
    ...(quantity === undefined ? {} : { quantity }),
    ...(holder === undefined ? {} : { holder }),
    ...(card === undefined ? {} : { card }),
    requestedAt: known.requestedAt ?? new Date(Number(attributes.SentTimestamp)).toISOString(),
    decidedAt,
    correlationId: known.correlationId ?? messageId,
  };
}
