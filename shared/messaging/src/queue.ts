import { SQSClient, type SQSClientConfig } from '@aws-sdk/client-sqs';

/** A queue and the client that reaches it. */
export type Queue = { readonly sqs: SQSClient; readonly url: string };

/** How a queue is reached. `plugins` are SDK middleware: meters and faults in tests. */
export type QueueConnection = {
  readonly client: SQSClientConfig;
  readonly plugins?: readonly Parameters<SQSClient['middlewareStack']['use']>[0][];
};

/** Opens a queue. Nothing is sent until the first call. */
export function openQueue(url: string, { client, plugins = [] }: QueueConnection): Queue {
  // The queue's URL names the queue, not the server: the endpoint may be a local one.
  const sqs = new SQSClient({ useQueueUrlAsEndpoint: false, ...client });
  for (const plugin of plugins) sqs.middlewareStack.use(plugin);
  return { sqs, url };
}
