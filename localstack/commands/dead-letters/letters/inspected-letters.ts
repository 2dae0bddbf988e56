import type { Queue } from '@willcall/messaging';
import * as z from 'zod';
import { LocalAwsError } from '../../../aws/local-aws-error.ts';
import type { Letter } from './letter.ts';

const Message = z.object({
  messageId: z.string(),
  body: z.string(),
  approximateReceiveCount: z.number(),
  sentTimestamp: z.number(),
  sequenceNumber: z.string().default(''),
});

const Inspection = z.object({
  messages: z.object({
    ready: z.array(Message),
    inflight: z.array(z.object({ message: Message, visibilityDeadline: z.number() })),
  }),
});

/**
 * Every message of a queue of fauxqs, in its order, by its inspection: nothing is received, and no
 * receive count changes. Source: https://github.com/kibertoad/fauxqs, "Queue inspection"
 *
 * @throws LocalAwsError in a sentence when there is no such queue to look into.
 */
export const inspectedLetters = async (
  endpoint: string,
  { url }: Pick<Queue, 'url'>,
  queue: Letter['queue'],
): Promise<Letter[]> => {
  const name = new URL(url).pathname.split('/').at(-1) ?? '';
  const reply = await fetch(new URL(`/_fauxqs/queues/${name}`, endpoint)).catch(() => undefined);
  const parsed = Inspection.safeParse(await reply?.json());
  if (!parsed.success) {
    throw new LocalAwsError(
      'BACKEND_UNAVAILABLE',
      `The local SQS at ${endpoint} has no queue ${name} to look into.`,
    );
  }
  const { ready, inflight } = parsed.data.messages;
  return [...ready.map((message) => ({ message, visibilityDeadline: undefined })), ...inflight]
    .toSorted((a, b) => (a.message.sequenceNumber < b.message.sequenceNumber ? -1 : 1))
    .map(({ message, visibilityDeadline }) => ({
      queue,
      messageId: message.messageId,
      body: message.body,
      receiveCount: message.approximateReceiveCount,
      sentAt: new Date(message.sentTimestamp),
      hiddenUntil: visibilityDeadline === undefined ? undefined : new Date(visibilityDeadline),
    }));
};
