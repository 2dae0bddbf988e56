import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { expect, test } from 'vitest';
import { startOwnDynamoDb } from '../../testing/killable-aws.ts';
import { findListeners } from '../../testing/listeners.ts';
import { createTemporaryFolder } from '../../testing/provided.ts';
import { findDynamoDbLocal } from './start-dynamodb.ts';

const launcher = join(import.meta.dirname, 'launcher');
const compiler = spawnSync('javac', ['-version'], { encoding: 'utf8' }).stdout ?? '';

test.runIf(compiler.startsWith('javac 17.'))(
  'the committed launcher matches its compiled source',
  async () => {
    const folder = await createTemporaryFolder();
    const { jar, libraries } = findDynamoDbLocal();
    const source = join(launcher, 'LoopbackServer.java');
    const classPath = [jar, join(libraries, '*')].join(delimiter);
    const args = ['--release', '17', '-cp', classPath, '-d', folder, source];
    const { status, stderr } = spawnSync('javac', args, { encoding: 'utf8' });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const compiled = await readFile(join(folder, 'LoopbackServer.class'));
    const committed = await readFile(join(launcher, 'LoopbackServer.class'));
    expect(compiled.equals(committed)).toBe(true);
  },
);

test.runIf(existsSync('/proc/net/tcp6'))('DynamoDB listens on 127.0.0.1 only', async () => {
  const dynamodb = await startOwnDynamoDb();
  expect(findListeners(dynamodb.port)).toEqual(['loopback']);
});
