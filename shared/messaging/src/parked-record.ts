import { SendMessageCommand } from '@aws-sdk/client-sqs';
import * as z from 'zod/mini';
import { MessagingError } from './errors.ts';
import type { Queue } from './queue.ts';

/**
 * A message of the parked-events queue: a stream record that can never become an event, kept whole for a
 * person. It can be processed again after the fault is repaired. It contains the table's data, INCLUDING
 * PERSONAL DATA (the holder of a purchase). The queue is encrypted, its messages are never logged, and it
 * deletes them after 14 days.
 */
export const ParkedRecord = z.object({
  version: z.literal(1),
  /** A stable reason code, e.g. `UNREADABLE_RECORD`. */
  reason: z.string(),
  parkedAt: z.iso.datetime(),
  /** The DynamoDBRecord that Lambda received. */
  record: z.record(z.string(), z.unknown()),
});
export type ParkedRecord = z.infer<typeof ParkedRecord>;

/**
 * Bytes: 1 MiB. Two images of a 400 KB item fit, unless JSON escapes most of their text.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const MAX_MESSAGE_BYTES = 1_048_576;

/** The only characters that JSON does not escape and SQS refuses (same page). */
const REFUSED_BY_SQS = /[\uFFFE\uFFFF]/g;

/**
 * Parks a whole stream record in a standard queue.
 *
 * @throws MessagingError QUEUE_UNAVAILABLE: the record may be parked anyway, and a retry would park it
 *   twice. TOO_LARGE: the event source mapping sends it to its on-failure destination, S3.
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
