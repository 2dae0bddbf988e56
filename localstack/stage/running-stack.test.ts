import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { buckets, queues, tables } from '@willcall/topology';
import { expect, test } from 'vitest';
import { createTemporaryFolder } from '../testing/provided.ts';
import {
  type RunningStack,
  readRunningStack,
  removeRunningStack,
  writeRunningStack,
} from './running-stack.ts';

const queue = { url: 'http://127.0.0.1:2/1/q', arn: 'arn:q' };

const forEach = <Value>(definitions: object, value: Value): Record<string, Value> =>
  Object.fromEntries(Object.keys(definitions).map((id) => [id, value]));

const makeStack = (pid: number): RunningStack => ({
  pid,
  url: 'http://127.0.0.1:3000',
  dynamodbEndpoint: 'http://127.0.0.1:1',
  sqsEndpoint: 'http://127.0.0.1:2',
  eventsEndpoint: 'http://127.0.0.1:4',
  stage: 'local',
  tables: forEach(tables, 'a') as RunningStack['tables'],
  queues: forEach(queues, queue) as RunningStack['queues'],
  streams: {},
  buckets: forEach(buckets, 'b') as RunningStack['buckets'],
  bus: 'willcall-local',
});

test('a written stack is read while its process runs', async () => {
  const folder = await createTemporaryFolder();
  await writeRunningStack(makeStack(process.pid), folder);
  expect(await readRunningStack(folder)).toEqual(makeStack(process.pid));
  const { mode } = await stat(join(folder, 'running.json'));
  expect((mode & 0o777).toString(8)).toBe('600');
});

test('a missing or broken file means that no stack is running', async () => {
  const folder = await createTemporaryFolder();
  expect(await readRunningStack(folder)).toBeUndefined();
  for (const text of ['', '{', '{}', 'null']) {
    await writeFile(join(folder, 'running.json'), text);
    expect(await readRunningStack(folder)).toBeUndefined();
  }
});

test('a stack whose process is dead does not run', async () => {
  const folder = await createTemporaryFolder();
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  await writeRunningStack(makeStack(known(child.pid, 'pid')), folder);
  expect(await readRunningStack(folder)).toBeUndefined();
});

test('a stack removes only its own file', async () => {
  const folder = await createTemporaryFolder();
  await writeRunningStack(makeStack(process.pid), folder);
  await removeRunningStack(process.ppid, folder);
  expect(await readRunningStack(folder)).toBeDefined();
  await removeRunningStack(process.pid, folder);
  expect(await readRunningStack(folder)).toBeUndefined();
});
