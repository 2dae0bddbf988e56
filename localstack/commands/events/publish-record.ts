import { randomUUID } from 'node:crypto';
import { parseJson } from '@willcall/contracts';
import type { Environment } from '@willcall/lambda';
import { ParkedRecord, type QueueConnection } from '@willcall/messaging';
import { createStream } from '@willcall/stream';
import { functions } from '@willcall/topology';
import type { DynamoDBRecord } from 'aws-lambda';
import { createLambdaContext } from '../../aws/lambda/invoke.ts';

/** The result for a record: `unpublishable` would be parked again, `failed` may succeed later. */
export type PublishOutcome =
  | { readonly outcome: 'published' }
  | { readonly outcome: 'unpublishable'; readonly reason: string }
  | { readonly outcome: 'failed' };

export type PublishRecord = (record: ParkedRecord['record']) => Promise<PublishOutcome>;

const MS_PER_SECOND = 1_000;

/**
 * Publishes records one at a time with the stream's own function. A record that the function would
 * park again is not parked, because its original message stays. A replay therefore never makes the
 * queue grow, and does not depend on a deletion.
 *
 * @throws ConfigurationError that names the missing variables
 */
export const createRecordPublisher = (environment: Environment): PublishRecord => {
  const intercepted: string[] = [];
  const stream = createStream(environment, {
    sqsPlugins: [interceptParking(environment, (body) => intercepted.push(body))],
  });
  return async (record) => {
    intercepted.length = 0;
    const context = createLambdaContext({
      functionName: 'willcall-stream',
      awsRequestId: randomUUID(),
      deadline: Date.now() + functions.stream.timeoutSeconds * MS_PER_SECOND,
    });
    // The function validates its input, and every parked record came from a stream.
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

/** Middleware for an SQS client that passes parked messages to a function instead of sending them. */
const interceptParking = (
  { PARKED_EVENTS_QUEUE_URL: parked }: Environment,
  onBody: (body: string) => void,
): Plugin => ({
  applyToStack: (stack) => {
    stack.add(
      (next, { commandName }) =>
        async (args) => {
          const isParking = Reflect.get(args.input, 'QueueUrl') === parked;
          if (commandName !== 'SendMessageCommand' || !isParking) return next(args);
          onBody(String(Reflect.get(args.input, 'MessageBody')));
          return { output: { $metadata: {} }, response: {} };
        },
      { step: 'initialize' },
    );
  },
});
