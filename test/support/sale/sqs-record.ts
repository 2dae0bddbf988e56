import { createHash, randomUUID } from 'node:crypto';
import type { PurchaseMessage } from '@willcall/contracts';
import { messageGroupId } from '@willcall/domain';
import type { SQSRecord } from 'aws-lambda';

export type RecordWish = { readonly receiveCount?: number; readonly messageId?: string };

/** A record of a FIFO batch, as Lambda hands it over. */
export function sqsRecord(
  body: string,
  group: string,
  { receiveCount = 1, messageId = randomUUID() }: RecordWish = {},
): SQSRecord {
  return {
    messageId,
    receiptHandle: randomUUID(),
    body,
    attributes: {
      ApproximateReceiveCount: String(receiveCount),
      SentTimestamp: String(Date.now()),
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: String(Date.now()),
      MessageGroupId: group,
      SequenceNumber: '1',
      MessageDeduplicationId: randomUUID(),
    },
    messageAttributes: {},
    md5OfBody: createHash('md5').update(body).digest('hex'),
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:purchases.fifo',
    awsRegion: 'us-east-1',
  };
}

/** The record of a purchase, in the group of its buyer and show. */
export const purchaseRecordOf = (message: PurchaseMessage, wish?: RecordWish): SQSRecord =>
  sqsRecord(JSON.stringify(message), messageGroupId(message.userId, message.showId), wish);
