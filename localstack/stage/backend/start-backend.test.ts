import { createServer } from 'node:http';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';
import { startBackend } from './start-backend.ts';
import type { RunningLocalStack } from './start-localstack.ts';

/** A container that is none: the run's SQS stands in for what LocalStack answers. */
const container = (endpoint: string) => {
  const stop = vi.fn(async () => undefined);
  const startContainer = vi.fn(
    async (): Promise<RunningLocalStack> => ({
      endpoint,
      unexpectedEnd: new Promise(() => undefined),
      stop,
    }),
  );
  return { startContainer, stop };
};

/** An address at which SQS and DynamoDB answer: each is asked for a list, and this one is empty. */
const listing = async (): Promise<string> => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'),
  );
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
};

/** A port at which nothing listens any more. */
const nothing = async (): Promise<string> => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  server.close();
  return `http://127.0.0.1:${port}`;
};

test('an endpoint that is named serves for everything, and nothing is started or stopped', async () => {
  const endpoint = await listing();
  const { startContainer } = container(endpoint);
  const aws = await startBackend({ kind: 'localstack', endpoint }, { startContainer });
  expect(aws).toMatchObject({
    backend: 'localstack',
    dynamodbEndpoint: endpoint,
    sqsEndpoint: endpoint,
  });
  await aws.stop();
  expect(startContainer).not.toHaveBeenCalled();
  expect((await fetch(endpoint)).status).toBe(200);
});

test('without an endpoint a container is started, and stopped with it', async () => {
  const { startContainer, stop } = container(await listing());
  const aws = await startBackend({ kind: 'localstack' }, { startContainer });
  expect(stop).not.toHaveBeenCalled();
  await aws.stop();
  expect(stop).toHaveBeenCalledOnce();
});

test('an endpoint at which nothing answers is one sentence that names it', async () => {
  const endpoint = await nothing();
  await expect(startBackend({ kind: 'localstack', endpoint })).rejects.toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
    message: `DynamoDB and SQS do not answer at ${endpoint}: start LocalStack there, or name another AWS_ENDPOINT_URL.`,
  });
});

test('a container that does not answer is not left behind', async () => {
  const { startContainer, stop } = container(await nothing());
  await expect(startBackend({ kind: 'localstack' }, { startContainer })).rejects.toThrow();
  expect(stop).toHaveBeenCalledOnce();
});

test('LocalStack keeps nothing, and says so before anything is started', async () => {
  const { startContainer } = container(inject('sqsEndpoint'));
  const options = { startContainer, dataFolder: 'data' };
  await expect(startBackend({ kind: 'localstack' }, options)).rejects.toThrow(/^WILLCALL_DATA is/);
  expect(startContainer).not.toHaveBeenCalled();
});
