import { randomUUID } from 'node:crypto';
import { parseJson } from '@willcall/contracts';
import type { Environment } from '@willcall/lambda';
import { ParkedRecord, type QueueConnection } from '@willcall/messaging';
import { createStream } from '@willcall/stream';
import { functions } from '@willcall/topology';
import type { DynamoDBRecord } from 'aws-lambda';
import { createLambdaContext } from '../../aws/lambda/invoke.ts';

/** What became of a record: `hopeless` would be parked again, `failed` may get through later. */
export type PublishOutcome =
  | { readonly outcome: 'published' }
  | { readonly outcome: 'unpublishable'; readonly reason: string }
  | { readonly outcome: 'failed' };

export type PublishRecord = (record: ParkedRecord['record']) => Promise<PublishOutcome>;

const MS_PER_SECOND = 1_000;

/**
 * Announces records one at a time by the stream's own function. What it would park again is not
 * parked: the message that it came from stays instead, so that the queue does not grow by a replay
 * and nothing hangs on a deletion.
 *
 * @throws ConfigurationError naming the variables that are missing
 */
export const createRecordPublisher = (environment: Environment): PublishRecord => {
  const intercepted: string[] = [];
  const stream = createStream(environment, {
    sqsPlugins: [interceptSends((body) => intercepted.push(body))],
  });
  return async (record) => {
    intercepted.length = 0;
    const context = createLambdaContext({
      functionName: 'willcall-stream',
      awsRequestId: randomUUID(),
      deadline: Date.now() + functions.stream.timeoutSeconds * MS_PER_SECOND,
    });
    // The function checks what it is handed: whatever was parked came from a stream.
    const Records = [record as DynamoDBRecord];
    const { batchItemFailures } = await stream({ Records }, context);
    const [parkedAgain] = intercepted;
    if (parkedAgain !== undefined) {
      return {
        outcome: 'unpublishable',
        reason: ParkedRecord.parse(parseJson(parkedAgain)).reason,
      };
    }
    return { outcome: batchItemFailures.length > 0 ? 'failed' : 'published' };
  };
};

type Plugin = NonNullable<QueueConnection['plugins']>[number];

/** SDK middleware of an SQS client whose messages are handed over here instead of sent. */
const interceptSends = (onBody: (body: string) => void): Plugin => ({
  applyToStack: (stack) => {
    stack.add(
      (next, { commandName }) =>
        async (args) => {
          if (commandName !== 'SendMessageCommand') return next(args);
          onBody(String(Reflect.get(args.input, 'MessageBody')));
          return { output: { $metadata: {} }, response: {} };
        },
      { step: 'initialize' },
    );
  },
});
