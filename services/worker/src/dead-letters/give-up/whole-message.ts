import type { WholeMessage } from '@willcall/messaging';
import type { SQSMessageAttribute, SQSRecord } from 'aws-lambda';

/** A record of Lambda's as SQS takes it, nothing left out. */
export function wholeMessage({ body, attributes, messageAttributes }: SQSRecord): WholeMessage {
  const named = Object.entries(messageAttributes);
  const { MessageGroupId = '', AWSTraceHeader: traceHeader } = attributes;
  return {
    body,
    group: MessageGroupId,
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
