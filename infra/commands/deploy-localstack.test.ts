import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { explain } from '@willcall/localstack/commands/explain';
import { expect, onTestFinished, test, vi } from 'vitest';
import { deployToLocalStack, makeDeployEnvironment } from './deploy-localstack.ts';

const listen = async (server: Server): Promise<string> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return `http://127.0.0.1:${port}`;
};

const localStack = async (health = '{"services":{"sqs":"available"}}'): Promise<string> => {
  const server = createServer((_, response) => response.end(health));
  onTestFinished(() => void server.close());
  return await listen(server);
};

/** Dependencies whose CDK exits with these codes, in order. */
const fakeDependencies = (endpoint: string, ...codes: number[]) => ({
  start: vi.fn(async () => endpoint),
  cdk: vi.fn(
    async (_args: readonly string[], _environment: NodeJS.ProcessEnv) => codes.shift() ?? 0,
  ),
  announceUploads: vi.fn(async (_endpoint: string) => undefined),
});

test('bootstraps the account, then deploys all stacks of the stage to the given endpoint', async () => {
  const endpoint = await localStack();
  const deploy = fakeDependencies('');
  expect(await deployToLocalStack({ AWS_ENDPOINT_URL: endpoint }, deploy)).toBe(endpoint);
  expect(deploy.start).not.toHaveBeenCalled();
  expect(deploy.cdk.mock.calls.map(([args]) => args.join(' '))).toEqual([
    'bootstrap aws://000000000000/us-east-1 -c stage=localstack -c region=us-east-1',
    `deploy --all --require-approval never --hotswap-fallback -c stage=localstack -c region=us-east-1 -c endpoint=${endpoint}`,
  ]);
  for (const [, environment] of deploy.cdk.mock.calls) {
    expect(environment).toMatchObject({ AWS_ENDPOINT_URL: endpoint, AWS_ACCESS_KEY_ID: 'test' });
  }
});

test('enables upload notifications after the deployment', async () => {
  const endpoint = await localStack();
  const deploy = fakeDependencies(endpoint);
  await deployToLocalStack({}, deploy);
  expect(deploy.announceUploads.mock.calls).toEqual([[endpoint]]);
  expect(deploy.announceUploads).toHaveBeenCalledAfter(deploy.cdk);
});

test('reports in one sentence that upload notifications could not be enabled', async () => {
  const deploy = fakeDependencies(await localStack());
  deploy.announceUploads.mockRejectedValue(Object.assign(new Error('no'), { $metadata: {} }));
  const error: unknown = await deployToLocalStack({}, deploy).catch((thrown: unknown) => thrown);
  expect(explain(error)).toMatchObject({ message: 'The AWS request failed: no. Try again.' });
});

test('starts LocalStack if no endpoint is given', async () => {
  const endpoint = await localStack();
  const deploy = fakeDependencies(endpoint);
  expect(await deployToLocalStack({}, deploy)).toBe(endpoint);
  expect(deploy.cdk).toHaveBeenCalledTimes(2);
});

test('does not deploy to an endpoint that is not a LocalStack', async () => {
  const endpoint = await localStack('<ListAllMyBucketsResult/>');
  const deploy = fakeDependencies('');
  await expect(deployToLocalStack({ AWS_ENDPOINT_URL: endpoint }, deploy)).rejects.toThrow(
    `No LocalStack answers at ${endpoint}. `,
  );
  expect(deploy.cdk).not.toHaveBeenCalled();
});

test('updates changed functions in place, because LocalStack cannot change an alias in a stack', async () => {
  const deploy = fakeDependencies(await localStack());
  await deployToLocalStack({}, deploy);
  expect(deploy.cdk.mock.calls.at(-1)?.[0]).toContain('--hotswap-fallback');
});

test.each([
  { codes: [1], sentence: 'cdk bootstrap failed on LocalStack. See its output above.' },
  {
    codes: [0, 1],
    sentence:
      'cdk deploy failed on LocalStack. See its output above. If npm start started this LocalStack, it cannot run functions. If it already has the stacks, it accepts small changes only. In both cases, start a new one.',
  },
])('reports a CDK failure at step $codes.length in one sentence', async ({ codes, sentence }) => {
  const deploy = fakeDependencies(await localStack(), ...codes);
  await expect(deployToLocalStack({}, deploy)).rejects.toThrow(sentence);
});

test("does not use the developer's profile or session", () => {
  const environment = { AWS_PROFILE: 'prod', AWS_SESSION_TOKEN: 'secret', PATH: '/bin' };
  const own = makeDeployEnvironment(environment, 'http://127.0.0.1:4566');
  expect(own).not.toHaveProperty('AWS_PROFILE');
  expect(own).not.toHaveProperty('AWS_SESSION_TOKEN');
  expect(own.PATH).toBe('/bin');
});
