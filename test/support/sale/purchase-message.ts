import { createHash, randomUUID } from 'node:crypto';
import { PURCHASE_MESSAGE_VERSION, type PurchaseMessage } from '@willcall/contracts';
import { issuePurchaseId, messageGroupId } from '@willcall/domain';
import type { SQSRecord } from 'aws-lambda';

/** For hand-made messages. Nothing verifies their ids, so any key works. */
const keys = { current: Buffer.alloc(32, 1) };

export type PurchaseOverrides = Partial<PurchaseMessage> & {
  readonly showId: string;
  readonly idempotencyKey?: string;
};

/** A message as `accept` queues it: a new buyer, one ticket, a test card. */
export function makePurchaseMessage({
  idempotencyKey = randomUUID(),
  ...overrides
}: PurchaseOverrides): PurchaseMessage {
  const asked = {
    userId: `buyer-${randomUUID()}`,
    quantity: 1,
    holder: { name: 'Ana', email: 'ana@example.com' },
    card: { brand: 'visa', last4: '4242' } as const,
    ...overrides,
  };
  return {
    version: PURCHASE_MESSAGE_VERSION,
    purchaseId: issuePurchaseId({ userId: asked.userId, idempotencyKey }, asked, keys),
    requestedAt: new Date().toISOString(),
    correlationId: randomUUID(),
    ...asked,
  };
}

export type RecordOverrides = { readonly receiveCount?: number; readonly messageId?: string };

/** A record of a FIFO batch, as Lambda delivers it. */
export function makeSqsRecord(
  body: string,
  group: string,
  { receiveCount = 1, messageId = randomUUID() }: RecordOverrides = {},
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
export const makePurchaseSqsRecord = (
  message: PurchaseMessage,
  overrides?: RecordOverrides,
): SQSRecord =>
  makeSqsRecord(JSON.stringify(message), messageGroupId(message.userId, message.showId), overrides);
