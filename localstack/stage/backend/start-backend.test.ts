import { createServer } from 'node:http';
import { expect, inject, onTestFinished, test, vi } from 'vitest';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';
import { startBackend } from './start-backend.ts';
import type { RunningLocalStack } from './start-localstack.ts';

/** Creates a fake container. The given endpoint answers instead of LocalStack. */
const createFakeContainer = (endpoint: string) => {
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

/** Starts an endpoint that answers like SQS and DynamoDB: each call returns an empty list. */
const startListingEndpoint = async (): Promise<string> => {
  const server = createServer((_, response) =>
    response.setHeader('content-type', 'application/x-amz-json-1.0').end('{}'),
  );
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
};

/** Finds an endpoint where nothing listens. */
const findUnusedEndpoint = async (): Promise<string> => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  server.close();
  return `http://127.0.0.1:${port}`;
};

test('a configured endpoint serves every service, and nothing is started or stopped', async () => {
  const endpoint = await startListingEndpoint();
  const { startContainer } = createFakeContainer(endpoint);
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

test('without an endpoint, a container is started, and it stops with the backend', async () => {
  const { startContainer, stop } = createFakeContainer(await startListingEndpoint());
  const aws = await startBackend({ kind: 'localstack' }, { startContainer });
  expect(stop).not.toHaveBeenCalled();
  await aws.stop();
  expect(stop).toHaveBeenCalledOnce();
});

test('an endpoint that does not respond is named in the error', async () => {
  const endpoint = await findUnusedEndpoint();
  await expect(startBackend({ kind: 'localstack', endpoint })).rejects.toMatchObject({
    code: 'BACKEND_UNAVAILABLE',
    message: `DynamoDB and SQS do not respond at ${endpoint}. Start LocalStack there, or set AWS_ENDPOINT_URL to another endpoint.`,
  });
});

test('a container that does not respond is stopped', async () => {
  const { startContainer, stop } = createFakeContainer(await findUnusedEndpoint());
  await expect(startBackend({ kind: 'localstack' }, { startContainer })).rejects.toThrow();
  expect(stop).toHaveBeenCalledOnce();
});

test('a data folder is refused for LocalStack before a container starts', async () => {
  const { startContainer } = createFakeContainer(inject('sqsEndpoint'));
  const options = { startContainer, dataFolder: 'data' };
  await expect(startBackend({ kind: 'localstack' }, options)).rejects.toThrow(
    /^WILLCALL_DATA works with/,
  );
  expect(startContainer).not.toHaveBeenCalled();
});
