import { createHash } from 'node:crypto';
import type { ServiceOutputTypes } from '@aws-sdk/client-sqs';
import { openQueue, type Queue, type QueueConnection } from './queue.ts';

type Plugin = NonNullable<QueueConnection['plugins']>[number];

export type RecordingQueue = {
  readonly queue: Queue;
  /** The commands sent, in order, with their inputs and the hosts that they would have gone to. */
  readonly sent: { readonly command: string; readonly input: object; readonly host: string }[];
};

/** The checksum of the body, if any, as SQS returns it. The SDK verifies it. */
function computeChecksum(input: object): object {
  const body: unknown = Reflect.get(input, 'MessageBody');
  if (typeof body !== 'string') return {};
  return { MD5OfMessageBody: createHash('md5').update(body).digest('hex') };
}

/** Makes a queue whose client records commands instead of sending them. `reply` adds to each response. */
export function makeRecordingQueue(
  reply: () => object | Promise<object> = () => ({}),
): RecordingQueue {
  const sent: RecordingQueue['sent'] = [];
  const plugin: Plugin = {
    applyToStack: (stack) => {
      stack.add(
        (_next, context) => async (args) => {
          const host = String(Reflect.get(Object(args.request), 'hostname'));
          sent.push({ command: context.commandName ?? '', input: args.input, host });
          const output: ServiceOutputTypes = {
            $metadata: {},
            ...computeChecksum(args.input),
            ...(await reply()),
          };
          return { output, response: undefined };
        },
        { step: 'build', priority: 'low', name: 'answeredByTheTest' },
      );
    },
  };
  const queue = openQueue('https://elsewhere.example.com/000000000000/purchases.fifo', {
    client: {
      region: 'eu-central-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    plugins: [plugin],
  });
  return { queue, sent };
}
