import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import type { Queue } from '@willcall/messaging';
import type { DeadLetter } from '@willcall/worker';
import * as z from 'zod';

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
 * Lists every message of a fauxqs queue in order, through queue inspection. It receives nothing and
 * changes no receive count. Source: https://github.com/kibertoad/fauxqs, "Queue inspection"
 *
 * @throws CommandError if the queue does not exist.
 */
export const inspectDeadLetters = async (
  endpoint: string,
  { url }: Pick<Queue, 'url'>,
  queue: DeadLetter['queue'],
): Promise<DeadLetter[]> => {
  const name = known(new URL(url).pathname.split('/').at(-1), 'the name of a queue');
  const reply = await fetch(new URL(`/_fauxqs/queues/${name}`, endpoint)).catch(() => undefined);
  const parsed = Inspection.safeParse(await reply?.json());
  if (!parsed.success) {
    throw new CommandError(`The local SQS at ${endpoint} has no queue ${name}.`, {
      code: 'BACKEND_UNAVAILABLE',
    });
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
