import { PURCHASE_MESSAGE_VERSION, type PurchaseMessage } from '@willcall/contracts';
import type { SQSRecord } from 'aws-lambda';

export const message = {
  version: PURCHASE_MESSAGE_VERSION,
  purchaseId: 'AZaz09-_AZaz09-_AZaz09-_AZaz09-_',
  userId: 'alice',
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
  card: { brand: 'visa', last4: '4242' },
  requestedAt: '2031-05-01T08:00:00.000Z',
  correlationId: 'order-7',
} as const satisfies PurchaseMessage;

/** When SQS accepted the message. */
export const SENT_AT = '2031-05-01T08:00:00.250Z';

export const makeDeadLetter = (body = JSON.stringify(message)): SQSRecord => ({
  messageId: '961ced74-58e7-437b-a39f-480c49f95a52',
  receiptHandle: 'receipt',
  body,
  attributes: {
    ApproximateReceiveCount: '6',
    ApproximateFirstReceiveTimestamp: String(Date.parse(SENT_AT)),
    SentTimestamp: String(Date.parse(SENT_AT)),
    SenderId: 'AIDAEXAMPLE',
    MessageGroupId: 'a group',
  },
  messageAttributes: {},
  md5OfBody: '',
  eventSource: 'aws:sqs',
  eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:purchases-dead.fifo',
  awsRegion: 'us-east-1',
});
