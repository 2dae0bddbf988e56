import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { known } from '@willcall/contracts';
import { describe, expect, onTestFinished, test } from 'vitest';
import { PortTakenError } from '../../aws/local-aws-error.ts';
import { isAlive } from '../../aws/process/child.ts';
import { issueToken } from '../../stage/identity.ts';
import { readRunningStack } from '../../stage/running-stack.ts';
import { REPOSITORY } from '../../stage/state-folder.ts';
import { findListeners } from '../../testing/listeners.ts';
import { createTemporaryFolder, waitFor } from '../../testing/provided.ts';

type Started = {
  readonly process: ChildProcess;
  readonly lines: string[];
  readonly exit: Promise<number>;
};

const PROGRAM = join(import.meta.dirname, '../../../infra/bin/willcall.mjs');

const start = (environment: Record<string, string>, args: string[] = []): Started => {
  const child = spawn(process.execPath, [PROGRAM, 'start', ...args], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) {
    createInterface({ input }).on('line', (line) => lines.push(line));
  }
  return { process: child, lines, exit: once(child, 'close').then(([code]) => code) };
};

const ready = async (started: Started, state: string) => {
  await waitFor(() => expect(started.lines).toContain('willcall is ready'));
  const running = await readRunningStack(state);
  if (running === undefined) throw new TypeError('no running.json');
  return running;
};

/** The child processes of a process, from Linux's process list. */
const listChildren = async (pid: number): Promise<number[]> => {
  const text = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return text.trim().split(' ').map(Number);
};

const readCommand = (pid: number): Promise<string> => readFile(`/proc/${pid}/cmdline`, 'utf8');

const linux = existsSync('/proc/self/task');

test.runIf(linux)('serves on this machine only, and Ctrl-C leaves no process behind', async () => {
  const state = await createTemporaryFolder();
  const started = start({ WILLCALL_STATE: state });
  const running = await ready(started, state);
  const { url, dynamodbEndpoint, sqsEndpoint, eventsEndpoint } = running;
  const payments = known(running.paymentsEndpoint, 'payments endpoint');
  for (const endpoint of [url, dynamodbEndpoint, sqsEndpoint, eventsEndpoint, payments]) {
    expect(findListeners(Number(new URL(endpoint).port))).toEqual(['loopback']);
  }
  const response = await fetch(`${url}/v1/shows`);
  expect(await response.json()).toMatchObject({ shows: [{ showId: expect.any(String) }] });
  const children = await listChildren(running.pid);
  expect(children).toHaveLength(5);
  started.process.kill('SIGINT');
  expect(await started.exit).toBe(0);
  expect(children.filter(isAlive)).toEqual([]);
  expect(existsSync(join(state, 'running.json'))).toBe(false);
});

test.runIf(linux)('leaves no process behind when it is killed', async () => {
  const state = await createTemporaryFolder();
  const started = start({ WILLCALL_STATE: state });
  const running = await ready(started, state);
  const children = await listChildren(running.pid);
  started.process.kill('SIGKILL');
  await waitFor(() => expect(children.filter(isAlive)).toEqual([]));
  expect(await readRunningStack(state)).toBeUndefined();
});

describe.runIf(linux)('ends everything with one sentence', () => {
  test.each([
    ['DynamoDB Local', 'LoopbackServer'],
    ['SQS (fauxqs)', 'fauxqs/server.ts'],
    ['The local Stripe', 'stripe/server.ts'],
    ['The pollers', 'process/pollers.ts'],
    ['The gateway', 'process/gateway.ts'],
  ])('when a part dies: %s', async (name, program) => {
    const state = await createTemporaryFolder();
    const started = start({ WILLCALL_STATE: state });
    const running = await ready(started, state);
    const children = await listChildren(running.pid);
    const commands = await Promise.all(children.map(readCommand));
    const killed = commands.findIndex((command) => command.includes(program));
    process.kill(known(children[killed], program), 'SIGKILL');
    expect(await started.exit).toBe(1);
    const sentence = known(started.lines.at(-1), 'the last line');
    expect(sentence.startsWith(`${name} ended unexpectedly (SIGKILL). `)).toBe(true);
    expect(sentence).toMatch(
      /Another program killed it, .* Start again\.( See .*functions\.log\.)?$/,
    );
    expect(children.filter(isAlive)).toEqual([]);
  });
});

describe.runIf(linux)('Ctrl-C during the start', () => {
  test.each<[when: string, children: number, program: RegExp]>([
    ['while DynamoDB, SQS and the local Stripe start', 3, /LoopbackServer/],
    ['while the functions start', 5, /process\/gateway\.ts/],
  ])('ends everything %s, with exit code 130', async (_, number, program) => {
    const state = await createTemporaryFolder();
    const started = start({ WILLCALL_STATE: state, WILLCALL_DATA: join(state, 'data') });
    const children = await waitFor(async () => {
      const found = await listChildren(known(started.process.pid, 'pid'));
      expect(found).toHaveLength(number);
      const commands = await Promise.all(found.map(readCommand));
      expect(commands.join()).toMatch(program);
      return found;
    });
    started.process.kill('SIGINT');
    expect(await started.exit).toBe(130);
    expect(started.lines).toEqual([]);
    expect(children.filter(isAlive)).toEqual([]);
  });

  test('ends also a step that hangs, with one SIGTERM', async () => {
    const state = await createTemporaryFolder();
    await mkdir(join(state, 'bin'));
    const java = join(state, 'bin', 'java');
    await writeFile(java, '#!/bin/sh\nexec sleep 600\n', { mode: 0o755 });
    const started = start({ WILLCALL_STATE: join(state, 'state'), JAVA_HOME: state });
    const children = await waitFor(async () => {
      const found = await listChildren(known(started.process.pid, 'pid'));
      expect(found).toHaveLength(3);
      return found;
    });
    started.process.kill('SIGTERM');
    expect(await started.exit).toBe(130);
    expect(children.filter(isAlive)).toEqual([]);
  });
});

test('keeps shows in a data folder over a restart, and creates no second show', async () => {
  const state = await createTemporaryFolder();
  const environment = { WILLCALL_STATE: state, WILLCALL_DATA: join(state, 'data') };
  const shows = async () => {
    const started = start(environment);
    const { url } = await ready(started, state);
    const answer = await (await fetch(`${url}/v1/shows`)).json();
    started.process.kill('SIGTERM');
    expect(await started.exit).toBe(0);
    return answer;
  };
  expect(await shows()).toEqual(await shows());
});

test('prints commands that buy a ticket', async () => {
  const state = await createTemporaryFolder();
  const started = start({ WILLCALL_STATE: state });
  const { url } = await ready(started, state);
  const printed = started.lines.join('\n');
  const key = known(/'idempotency-key: (.*)'/.exec(printed)?.[1], 'key');
  const readme = await readFile(join(REPOSITORY, 'README.md'), 'utf8');
  expect(readme).toContain('Idempotency-Key: my-first-purchase');
  expect(readme).not.toContain(key);
  const body = known(/-d '(\{.*\})'/.exec(printed)?.[1], 'body');
  const headers = {
    authorization: `Bearer ${await issueToken({ user: 'alice' }, state)}`,
    'content-type': 'application/json',
    'idempotency-key': key,
  };
  const accepted = await fetch(`${url}/v1/purchases`, { method: 'POST', headers, body });
  expect(accepted.status).toBe(202);
  const location = accepted.headers.get('location');
  await waitFor(async () => {
    const response = await fetch(`${url}${location}`, { headers });
    expect(await response.json()).toMatchObject({ status: 'CONFIRMED' });
  });
  const log = await readFile(join(state, 'logs', 'functions.log'), 'utf8');
  expect(log).not.toContain('4242424242424242');
});

test('reports a taken port with one sentence that names it and the way out', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const started = start({ PORT: String(port), WILLCALL_STATE: await createTemporaryFolder() });
  expect(await started.exit).toBe(1);
  expect(started.lines).toEqual([new PortTakenError(port).message]);
});

test.each<[string, Record<string, string>, number, RegExp]>([
  ['a missing Java', { PATH: '/nowhere' }, 1, /^DynamoDB Local needs Java 17 or newer/],
  ['a bad port', { PORT: 'abc' }, 2, /^PORT=abc is not a port/],
  ['AWS as the backend', { WILLCALL_BACKEND: 'aws' }, 2, /^WILLCALL_BACKEND=aws is not available/],
  [
    'an unreachable LocalStack',
    { WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL: 'http://127.0.0.1:1' },
    1,
    /^DynamoDB and SQS do not respond at http:\/\/127\.0\.0\.1:1\. Start LocalStack there, or /,
  ],
])('reports %s with one sentence', async (_, environment, code, sentence) => {
  const started = start({ WILLCALL_STATE: await createTemporaryFolder(), ...environment });
  expect(await started.exit).toBe(code);
  expect(started.lines).toEqual([expect.stringMatching(sentence)]);
});

test('reports an unknown option with one sentence and exit code 2', async () => {
  const started = start({ WILLCALL_STATE: await createTemporaryFolder() }, ['--verbose']);
  expect(await started.exit).toBe(2);
  expect(started.lines).toEqual([expect.stringMatching(/^Unknown option '--verbose'/)]);
});
