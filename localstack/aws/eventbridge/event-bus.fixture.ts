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

/** A pattern that matches every event that a test sends. */
export const ANY = JSON.stringify({ source: ['willcall'] });

/** Starts an event bus and a client that end with the test, and records the log. */
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

/** Creates a valid entry for the test's bus, with changes. */
export const entry = (change: object = {}) => ({
  EventBusName: BUS,
  Source: 'willcall',
  DetailType: 'PurchaseConfirmed',
  Detail: '{"eventId":"e-1","quantity":2}',
  ...change,
});

export const functionArn = (name: string): string =>
  `arn:aws:lambda:${LOCAL_REGION}:000000000000:function:${name}`;

/** Creates a function that records its events. */
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

/** Creates a queue with a unique name in the local SQS of the test run. */
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

/** Creates a rule with targets. It matches every event, unless `change` has another pattern. */
export const subscribe = async (
  client: EventBridgeClient,
  Targets: Target[],
  change: object = {},
): Promise<void> => {
  const rule = { Name: 'mine', EventBusName: BUS, EventPattern: ANY, ...change };
  await client.send(new PutRuleCommand(rule));
  await client.send(new PutTargetsCommand({ Rule: rule.Name, EventBusName: BUS, Targets }));
};

/** Puts one event for each set of changes. */
export const publish = (client: EventBridgeClient, ...changes: object[]) =>
  client.send(new PutEventsCommand({ Entries: changes.map((change) => entry(change)) }));

export const parseBody = (message: { readonly Body?: string | undefined }): unknown =>
  JSON.parse(message.Body ?? '');
