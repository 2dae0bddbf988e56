import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventBridgeClient, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import { type Client, openClient } from '@willcall/client/checked';
import { known } from '@willcall/contracts';
import {
  createSqsClient,
  issueToken,
  type RunningStack,
  readRunningStack,
} from '@willcall/localstack';
import { runAtEnd } from './http/at-end.ts';
import { showBody } from './http/bodies.ts';
import { type Buyer, makeBuyer } from './http/buyer.ts';
import { type NpmStart, runNpmStart } from './npm-start.ts';

/** A run of `npm start` on a kept data folder, with clients. */
export type KeptStack = {
  readonly start: NpmStart;
  readonly running: RunningStack;
  readonly sqs: SQSClient;
  /** Makes a show, and returns its id. */
  makeShow(capacity: number): Promise<string>;
  buyer(userId: string): Promise<Buyer>;
  /** Subscribes a queue, with a dead-letter queue, to all events of willcall. */
  subscribe(queue: string): Promise<void>;
  /** Receives and deletes every message of a queue until `isDone`, and returns their bodies. */
  receive(queue: string, isDone: (bodies: readonly string[]) => boolean): Promise<string[]>;
};

export type KeptFolders = { readonly state: string; readonly data: string };

/** Makes a state folder and a data folder that are removed after the test or file. */
export const makeKeptFolders = async (): Promise<KeptFolders> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-kept-'));
  runAtEnd(() => rm(folder, { recursive: true, force: true }));
  return { state: join(folder, 'state'), data: join(folder, 'data') };
};

/** Runs `npm start` on kept folders. It is killed after the test or file at the latest. */
export const startKept = async ({ state, data }: KeptFolders): Promise<KeptStack> => {
  const start = await runNpmStart({
    WILLCALL_STATE: state,
    WILLCALL_DATA: data,
    POWERTOOLS_LOG_LEVEL: 'INFO',
  });
  runAtEnd(start.kill);
  const running = known(await readRunningStack(state), 'running stack');
  const client = openClient({ url: running.url, idleTimeoutMs: 0 });
  const sqs = createSqsClient(running);
  runAtEnd(() => {
    client.close();
    sqs.destroy();
  });
  return {
    start,
    running,
    sqs,
    makeShow: (capacity) => makeShow(client, state, capacity),
    buyer: async (userId) => makeBuyer(client, await issueToken({ user: userId }, state), userId),
    subscribe: (queue) => subscribe(running, sqs, queue),
    receive: (queue, isDone) => receive(sqs, queue, isDone),
  };
};

const makeShow = async (client: Client, state: string, capacity: number): Promise<string> => {
  const token = await issueToken({ user: 'ops', admin: true }, state);
  return (await client.call('createShow', { body: showBody({ capacity }), token })).body.showId;
};

const queueArn = (name: string): string => `arn:aws:sqs:us-east-1:000000000000:${name}`;

const subscribe = async (running: RunningStack, sqs: SQSClient, queue: string): Promise<void> => {
  for (const QueueName of [queue, `${queue}-dead`]) {
    await sqs.send(new CreateQueueCommand({ QueueName }));
  }
  const events = new EventBridgeClient({
    endpoint: running.eventsEndpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const rule = { EventBusName: running.bus };
  const EventPattern = '{"source":["willcall"]}';
  await events.send(new PutRuleCommand({ ...rule, Name: queue, EventPattern }));
  const DeadLetterConfig = { Arn: queueArn(`${queue}-dead`) };
  const Targets = [{ Id: 'queue', Arn: queueArn(queue), DeadLetterConfig }];
  await events.send(new PutTargetsCommand({ ...rule, Rule: queue, Targets }));
  events.destroy();
};

const receive = async (
  sqs: SQSClient,
  QueueName: string,
  isDone: (bodies: readonly string[]) => boolean,
): Promise<string[]> => {
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const bodies: string[] = [];
  while (!isDone(bodies)) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    );
    for (const { Body = '', ReceiptHandle } of Messages) {
      bodies.push(Body);
      await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
    }
  }
  return bodies;
};
