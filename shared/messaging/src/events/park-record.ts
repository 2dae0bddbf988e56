import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { MessagingError } from '../errors.ts';
import type { Queue } from '../queue.ts';
import type { ParkedRecord } from './parked-record.ts';

/**
 * Bytes: 1 MiB. Two images of an item of 400 KB stay below it, unless their text is all escapes.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
 */
const LARGEST_MESSAGE = 1_048_576;

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
  if (Buffer.byteLength(body) > LARGEST_MESSAGE) {
    throw new MessagingError('The record is too large to be parked', { code: 'TOO_LARGE' });
  }
  try {
    await queue.sqs.send(new SendMessageCommand({ QueueUrl: queue.url, MessageBody: body }));
  } catch (cause) {
    throw new MessagingError('SQS did not park the record', { cause });
  }
}
