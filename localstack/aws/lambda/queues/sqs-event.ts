import type { Message, MessageAttributeValue } from '@aws-sdk/client-sqs';
import type { SQSEvent, SQSMessageAttribute, SQSRecord, SQSRecordAttributes } from 'aws-lambda';
import { LOCAL_REGION } from '../../local-account.ts';
import { requireField } from '../../local-aws-error.ts';

/** Creates the event that Lambda's event source mapping passes to a function. */
export const createSqsEvent = (queueArn: string, messages: readonly Message[]): SQSEvent => ({
  Records: messages.map((message) => record(queueArn, message)),
});

const record = (queueArn: string, message: Message): SQSRecord => ({
  messageId: requireField(message.MessageId, 'MessageId'),
  receiptHandle: requireField(message.ReceiptHandle, 'ReceiptHandle'),
  body: requireField(message.Body, 'Body'),
  attributes: recordAttributes(message),
  messageAttributes: Object.fromEntries(
    Object.entries(message.MessageAttributes ?? {}).map(
      ([name, value]) => [name, messageAttribute(value)] as const,
    ),
  ),
  md5OfBody: requireField(message.MD5OfBody, 'MD5OfBody'),
  ...(message.MD5OfMessageAttributes !== undefined && {
    md5OfMessageAttributes: message.MD5OfMessageAttributes,
  }),
  eventSource: 'aws:sqs',
  eventSourceARN: queueArn,
  awsRegion: LOCAL_REGION,
});

const recordAttributes = ({ Attributes = {} }: Message): SQSRecordAttributes => ({
  ...Attributes,
  ApproximateReceiveCount: Attributes.ApproximateReceiveCount ?? '1',
  SentTimestamp: Attributes.SentTimestamp ?? '0',
  SenderId: Attributes.SenderId ?? '',
  ApproximateFirstReceiveTimestamp: Attributes.ApproximateFirstReceiveTimestamp ?? '0',
});

const messageAttribute = (value: MessageAttributeValue): SQSMessageAttribute => ({
  ...(value.StringValue !== undefined && { stringValue: value.StringValue }),
  ...(value.BinaryValue !== undefined && {
    binaryValue: Buffer.from(value.BinaryValue).toString('base64'),
  }),
  stringListValues: [],
  binaryListValues: [],
  dataType: value.DataType ?? 'String',
});
