import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { startOwnSqs } from '../testing/killable-aws.ts';
import { findListeners } from '../testing/listeners.ts';
import { createTemporaryFolder, waitFor } from '../testing/provided.ts';
import { startLocalAws } from './local-aws.ts';
import { isAlive } from './process/child.ts';

const parsePort = (endpoint: string): number => Number(new URL(endpoint).port);

const resolveHere = (path: string): string => new URL(path, import.meta.url).href;

const startOwnAws = async (dataFolder?: string) => {
  const aws = await startLocalAws({ dataFolder });
  onTestFinished(aws.stop);
  return aws;
};

test.runIf(existsSync('/proc/net/tcp'))('nothing listens outside this machine', async () => {
  const { dynamodbEndpoint, sqsEndpoint } = await startOwnAws();
  expect(findListeners(parsePort(dynamodbEndpoint))).toEqual(['loopback']);
  expect(findListeners(parsePort(sqsEndpoint))).toEqual(['loopback']);
});

test('a stop ends both processes, and a second stop changes nothing', async () => {
  const { dynamodbEndpoint, sqsEndpoint, stop } = await startOwnAws();
  await stop();
  await stop();
  await expect(fetch(dynamodbEndpoint)).rejects.toThrow();
  await expect(fetch(sqsEndpoint)).rejects.toThrow();
});

test('no process outlives a killed parent', async () => {
  const program = `
    const { startDynamoDb } = await import('${resolveHere('dynamodb/start-dynamodb.ts')}');
    const { startSqs } = await import('${resolveHere('fauxqs/start-sqs.ts')}');
    const children = await Promise.all([startDynamoDb(), startSqs()]);
    console.log(JSON.stringify(children.map((child) => child.pid)));
  `;
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(parent.stdout, 'data');
  const children: number[] = JSON.parse(String(line));
  expect(children.map(isAlive)).toEqual([true, true]);
  parent.kill('SIGKILL');
  await waitFor(() => expect(children.map(isAlive)).toEqual([false, false]));
});

test('a process that ends unexpectedly is reported', async () => {
  const sqs = await startOwnSqs();
  process.kill(sqs.pid, 'SIGKILL');
  const error = await sqs.unexpectedEnd;
  expect(error.message).toBe(
    'SQS (fauxqs) ended unexpectedly (SIGKILL). Another program killed it, or the system did because memory was short. Start again.',
  );
});

test('a data folder belongs to one process at a time', async () => {
  const folder = await createTemporaryFolder();
  const aws = await startOwnAws(folder);
  await expect(startLocalAws({ dataFolder: folder })).rejects.toMatchObject({
    code: 'DATA_FOLDER_IN_USE',
    message: `${folder} is in use by process ${process.pid}. Stop that process, or set WILLCALL_DATA to another folder.`,
  });
  await aws.stop();
  const next = await startOwnAws(folder);
  expect(next.sqsEndpoint).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
});
