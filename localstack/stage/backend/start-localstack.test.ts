import { once } from 'node:events';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { afterEach, expect, onTestFinished, test, vi } from 'vitest';
import { listenOnLoopback } from '../../aws/process/loopback-server.ts';
import { createTemporaryFolder, waitFor } from '../../testing/provided.ts';
import { startLocalStack } from './start-localstack.ts';

afterEach(() => vi.unstubAllEnvs());

/** Creates a fake Docker. Its service answers, and its command records its arguments. */
const createFakeDocker = async (behaviour: string) => {
  const folder = await createTemporaryFolder();
  const record = join(folder, 'commands');
  await writeFile(record, '');
  await writeFile(
    join(folder, 'docker'),
    `#!/bin/sh\necho "$@" | sed 's/--file [^ ]*[/]/--file /g' >> '${record}'\n${behaviour}\n`,
  );
  await chmod(join(folder, 'docker'), 0o700);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  const socket = join(folder, 'docker.sock');
  const server = createServer((_, response) => response.end('OK')).listen(socket);
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  return {
    environment: { DOCKER_HOST: `unix://${socket}` },
    readCommands: async () => (await readFile(record, 'utf8')).trim().split('\n').filter(Boolean),
  };
};

const findUnusedEndpoint = async (): Promise<string> => {
  const server = createServer();
  const port = await listenOnLoopback(server, 0);
  server.close();
  return `http://127.0.0.1:${port}`;
};

/** Like Docker Compose: `wait` ends with the container, and every other command ends at once. */
const STAYS = 'case "$*" in *" wait "*) exec sleep 60;; esac';
const ENDS = '';

const UP = 'compose --file compose.yaml up --detach --wait';
const WAIT = 'compose --file compose.yaml wait localstack';
const DOWN = 'compose --file compose.yaml down';

test('LocalStack is started, watched, and removed once', async () => {
  const { environment, readCommands } = await createFakeDocker(STAYS);
  const running = await startLocalStack(environment, await findUnusedEndpoint());
  await waitFor(async () => expect(await readCommands()).toEqual([UP, WAIT]));
  await running.stop();
  await running.stop();
  expect(await readCommands()).toEqual([UP, WAIT, DOWN]);
});

test('a container that stops by itself is reported', async () => {
  const { environment } = await createFakeDocker(ENDS);
  const running = await startLocalStack(environment, await findUnusedEndpoint());
  const { message } = await running.unexpectedEnd;
  expect(message).toMatch(/^The LocalStack container stopped unexpectedly\. .*\.$/);
});

test('an error of Docker is reported, and no container is left behind', async () => {
  const failing =
    'case "$*" in *" up "*) echo "pulling" >&2; echo "no such image." >&2; exit 1;; esac';
  const { environment, readCommands } = await createFakeDocker(failing);
  await expect(startLocalStack(environment, await findUnusedEndpoint())).rejects.toMatchObject({
    message: 'docker compose up failed: no such image.',
  });
  expect(await readCommands()).toEqual([UP, DOWN]);
});

test('a LocalStack that already runs is used without Docker, and left running', async () => {
  const server = createServer((_, response) => response.end('{"services":{"sqs":"running"}}'));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  const { readCommands } = await createFakeDocker(STAYS);
  const running = await startLocalStack({ DOCKER_HOST: 'unix:///nowhere' }, endpoint);
  expect(running.endpoint).toBe(endpoint);
  await running.stop();
  expect(await readCommands()).toEqual([]);
});

test('another server at the endpoint does not count as LocalStack', async () => {
  const server = createServer((_, response) => response.end('<html></html>'));
  onTestFinished(() => void server.close());
  const endpoint = `http://127.0.0.1:${await listenOnLoopback(server, 0)}`;
  await expect(startLocalStack({ DOCKER_HOST: 'unix:///nowhere' }, endpoint)).rejects.toMatchObject(
    {
      code: 'DOCKER_MISSING',
    },
  );
});
