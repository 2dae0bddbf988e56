import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import { type Queue, type ReceivedMessage, receiveMessages } from '@willcall/messaging';
import * as z from 'zod';
import { releaseMessages } from '../release-messages.ts';

/** A dead letter or a parked message. */
export type DeadLetter = {
  readonly queue: 'dead' | 'parked';
  readonly messageId: string;
  readonly body: string;
  readonly receiveCount: number;
  readonly sentAt: Date;
  /**
   * The time until which the message is hidden or postponed. Undefined if it can be received now.
   */
  readonly hiddenUntil: Date | undefined;
};

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

/** Seconds. Much longer than a read takes, and short enough if the command dies. */
const HELD_SECONDS = 60;
const WAIT_SECONDS = 1;

/** More than a person reads. The queue's own counts include the rest. */
const MOST_DEAD_LETTERS = 500;

/**
 * Reads the messages that can be received now, and releases each at once. SQS has no other way to
 * read messages, and every receive counts. SQS does not return hidden messages, or messages behind
 * another one of their group. Without the release, retries would wait for the visibility timeout.
 *
 * @throws MessagingError
 */
export const receiveDeadLetters = async (
  from: Queue,
  queue: DeadLetter['queue'],
): Promise<DeadLetter[]> => {
  const held: ReceivedMessage[] = [];
  try {
    while (held.length < MOST_DEAD_LETTERS) {
      const received = await receiveMessages(from, {
        visibility: HELD_SECONDS,
        wait: WAIT_SECONDS,
      });
      if (received.length === 0) break;
      held.push(...received);
    }
  } finally {
    await releaseMessages(from, held);
  }
  return held.map(({ messageId, body, receiveCount, sentAt }) => ({
    queue,
    messageId,
    body,
    receiveCount,
    sentAt: new Date(sentAt),
    hiddenUntil: undefined,
  }));
};
