import { createHash } from 'node:crypto';
import type { Seams } from '@willcall/lambda';

type DynamoDbPlugin = NonNullable<Seams['dynamodbPlugins']>[number];
type SqsPlugin = NonNullable<Seams['sqsPlugins']>[number];

/** A call to AWS: its command, such as `GetItemCommand`, and its input. */
export type AwsCall = { readonly command: string; readonly input: object };
type Answer = (call: AwsCall) => object | Promise<object>;

/** A client without a server: a call that gets past the plugin fails. */
export const nowhere = {
  region: 'eu-central-1',
  endpoint: 'http://127.0.0.1:9',
  maxAttempts: 1,
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

const answering = async (
  calls: AwsCall[],
  { commandName = '' }: { readonly commandName?: string },
  input: object,
  answer: Answer,
) => {
  const call = { command: commandName, input };
  calls.push(call);
  return { output: { $metadata: {}, ...(await answer(call)) }, response: undefined };
};

const POSITION = { step: 'build', priority: 'low', name: 'answeredByTheTest' } as const;

/**
 * Answers DynamoDB calls above the SDK's retries. Inputs have attribute values, as sent. Answers have plain
 * values, as the document client returns them.
 */
export function answeredDynamoDb(answer: Answer) {
  const calls: AwsCall[] = [];
  const plugin: DynamoDbPlugin = {
    applyToStack: (stack) => {
      stack.add(
        (_next, context) => (args) => answering(calls, context, args.input, answer),
        POSITION,
      );
    },
  };
  return { plugin, calls };
}

/** Answers SQS calls with the checksum of the body, which the SDK verifies. */
export function answeredSqs(answer: Answer = () => ({})) {
  const calls: AwsCall[] = [];
  const withChecksum: Answer = async (call) => {
    const body = String(Reflect.get(call.input, 'MessageBody'));
    const MD5OfMessageBody = createHash('md5').update(body).digest('hex');
    return { MD5OfMessageBody, ...(await answer(call)) };
  };
  const plugin: SqsPlugin = {
    applyToStack: (stack) => {
      stack.add(
        (_next, context) => (args) => answering(calls, context, args.input, withChecksum),
        POSITION,
      );
    },
  };
  return { plugin, calls };
}
