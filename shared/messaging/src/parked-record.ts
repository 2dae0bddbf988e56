import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/**
 * What waits in the parked-events queue for a person: a record of a table's stream that can never
 * become an event, whole, so that it can be sent through again once the fault is repaired. It holds
 * what the table holds, PERSONAL DATA included (a purchase's holder): the queue is encrypted, nobody
 * logs it, and it forgets after 14 days.
 */
export const ParkedRecord = z.object({
  version: z.literal(1),
  /** A stable code of why, e.g. `UNREADABLE_RECORD`. */
  reason: z.string(),
  parkedAt: z.iso.datetime(),
  /** The DynamoDBRecord, as Lambda was given it. */
  record: z.record(z.string(), z.unknown()),
});
export type ParkedRecord = z.infer<typeof ParkedRecord>;

/**
 * Bytes: 1 MiB. Two images of an item of 400 KB stay below it, unless their text is all escapes.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const MAX_MESSAGE_BYTES = 1_048_576;

/** The only characters that JSON leaves as they are and SQS refuses (same page). */
const REFUSED_BY_SQS = /[\uFFFE\uFFFF]/g;

/**
 * Parks a record of a stream in a standard queue, whole.
 *
 * @throws MessagingError QUEUE_UNAVAILABLE: it may be parked, and then stands there twice; TOO_LARGE: it
 *   is left to the mapping's on-failure destination, which is S3.
 */
export async function parkRecord(queue: Queue, parked: ParkedRecord): Promise<void> {
  const body = JSON.stringify(parked).replaceAll(
    REFUSED_BY_SQS,
    (character) => `\\u${character.charCodeAt(0).toString(16)}`,
  );
  if (Buffer.byteLength(body) > MAX_MESSAGE_BYTES) {
    throw new MessagingError('The record is too large to be parked', { code: 'TOO_LARGE' });
  }
  try {
    await queue.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  } catch (cause) {
    throw new MessagingError('SQS did not park the record', { cause });
  }
}
