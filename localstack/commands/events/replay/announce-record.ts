import { randomUUID } from 'node:crypto';
import type { Environment, Seams } from '@willcall/lambda';
import { ParkedRecord } from '@willcall/messaging';
import { createStream } from '@willcall/stream';
import { functions } from '@willcall/topology';
import type { DynamoDBRecord } from 'aws-lambda';
import { lambdaContext } from '../../../aws/lambda/invoke.ts';
import { holdSendsBack } from './hold-sends-back.ts';

/** What became of a record: `hopeless` would be parked again, `failed` may get through later. */
export type Announced =
  | { readonly outcome: 'announced' }
  | { readonly outcome: 'hopeless'; readonly reason: string }
  | { readonly outcome: 'failed' };

export type AnnounceRecord = (record: ParkedRecord['record']) => Promise<Announced>;

const MS_PER_SECOND = 1_000;

/**
 * Announces records one at a time by the stream's own function. What it would park again is not
 * parked: the message that it came from stays instead, so that the queue does not grow by a replay
 * and nothing hangs on a deletion.
 *
 * @throws ConfigurationError naming the variables that are missing
 */
export const recordAnnouncer = (environment: Environment, seams: Seams = {}): AnnounceRecord => {
  const heldBack: string[] = [];
  const stream = createStream(environment, {
    ...seams,
    sqsPlugins: [holdSendsBack((body) => heldBack.push(body)), ...(seams.sqsPlugins ?? [])],
  });
  return async (record) => {
    heldBack.length = 0;
    const context = lambdaContext({
      functionName: 'willcall-stream',
      awsRequestId: randomUUID(),
      deadline: Date.now() + functions.stream.timeoutSeconds * MS_PER_SECOND,
    });
    // The function checks what it is handed: whatever was parked came from a stream.
    const Records = [record as DynamoDBRecord];
    const { batchItemFailures } = await stream({ Records }, context);
    const [parkedAgain] = heldBack;
    if (parkedAgain !== undefined) {
      return { outcome: 'hopeless', reason: ParkedRecord.parse(JSON.parse(parkedAgain)).reason };
    }
    return { outcome: batchItemFailures.length > 0 ? 'failed' : 'announced' };
  };
};
