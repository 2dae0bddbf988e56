import { randomUUID } from 'node:crypto';
import {
  EventBridgeClient,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
  type Target,
} from '@aws-sdk/client-eventbridge';
import { CreateQueueCommand, type Message, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { inject, onTestFinished } from 'vitest';
import { createSqsClient } from '../clients.ts';
import type { LambdaFunction } from '../lambda/invoke.ts';
import { LOCAL_REGION, localCredentials } from '../local-account.ts';
import type { LocalLogEntry } from '../process/local-log.ts';
import { type EventBusOptions, startEventBus } from './start-event-bus.ts';

declare module 'vitest' {
  interface ProvidedContext {
    sqsEndpoint: string;
  }
}

export const BUS = 'willcall-test';

/** A pattern that takes everything that a test sends. */
export const ANY = JSON.stringify({ source: ['willcall'] });

/** An event bus, the SDK's client for it, and what was logged; they end with the test. */
export const startTestBus = async (options: Partial<EventBusOptions> = {}) => {
  const logged: LocalLogEntry[] = [];
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  const bus = await startEventBus({
    buses: [BUS],
    functions: () => undefined,
    sqs,
    log: (entry) => logged.push(entry),
    ...options,
  });
  const client = new EventBridgeClient({
    endpoint: bus.url,
    region: LOCAL_REGION,
    credentials: localCredentials,
    maxAttempts: 1,
  });
  onTestFinished(async () => {
    client.destroy();
    await bus.stop();
    sqs.destroy();
  });
  return { ...bus, client, logged };
};

/** An entry for the test's bus that is all right, but for what a test changes. */
export const entry = (change: object = {}) => ({
  EventBusName: BUS,
  Source: 'willcall',
  DetailType: 'PurchaseConfirmed',
  Detail: '{"eventId":"e-1","quantity":2}',
  ...change,
});

export const functionArn = (name: string): string =>
  `arn:aws:lambda:${LOCAL_REGION}:000000000000:function:${name}`;

/** A function, and a promise of what it is called with each time. */
export const createRecordingFunction = (handler: (event: unknown) => unknown = () => undefined) => {
  const waiting: ((event: unknown) => void)[] = [];
  const events: unknown[] = [];
  const lambda: LambdaFunction = {
    name: 'recording',
    timeoutMs: 5_000,
    handler: async (event) => {
      const next = waiting.shift();
      if (next === undefined) events.push(event);
      else next(event);
      return await handler(event);
    },
  };
  const next = async (): Promise<unknown> => {
    if (events.length > 0) return events.shift();
    const { promise, resolve } = Promise.withResolvers<unknown>();
    waiting.push(resolve);
    return await promise;
  };
  return { lambda, next };
};

/** A queue of the run's local SQS, with a name of its own. */
export const createTestQueue = async (attributes: Record<string, string> = {}) => {
  const name = `events-${randomUUID()}${attributes.FifoQueue ? '.fifo' : ''}`;
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  onTestFinished(() => sqs.destroy());
  const { QueueUrl } = await sqs.send(
    new CreateQueueCommand({ QueueName: name, Attributes: attributes }),
  );
  const receive = async (): Promise<Message> => {
    for (;;) {
      const { Messages: [message] = [] } = await sqs.send(
        new ReceiveMessageCommand({
          QueueUrl,
          WaitTimeSeconds: 1,
          MessageAttributeNames: ['All'],
          MessageSystemAttributeNames: ['All'],
        }),
      );
      if (message !== undefined) return message;
    }
  };
  return { arn: `arn:aws:sqs:${LOCAL_REGION}:000000000000:${name}`, receive };
};

/** Makes a rule that takes everything, or is changed, with targets. */
export const subscribe = async (
  client: EventBridgeClient,
  Targets: Target[],
  change: object = {},
): Promise<void> => {
  const rule = { Name: 'mine', EventBusName: BUS, EventPattern: ANY, ...change };
  await client.send(new PutRuleCommand(rule));
  await client.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: BUS, Targets }));
};

/** Puts an event for each change of the usual entry. */
export const publish = (client: EventBridgeClient, ...changes: object[]) =>
  client.send(new PutEventsCommand({ Entries: changes.map((change) => entry(change)) }));

export const parseBody = (message: { readonly Body?: string | undefined }): unknown =>
  JSON.parse(message.Body ?? '');
