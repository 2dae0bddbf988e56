import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { ChildProcessError } from '../../aws/local-aws-error.ts';
import { REPOSITORY } from '../state-folder.ts';

/** Whether functions run inside LocalStack, which needs access to the Docker of this machine. */
type ComposeFiles = { readonly functions: boolean };

/**
 * Runs a Docker Compose command with LocalStack's compose file.
 *
 * @example
 * await compose(['up', '--detach', '--wait'], { functions: false });
 *
 * @throws ChildProcessError with Docker's error output
 */
export const compose = async (
  command: readonly string[],
  { functions }: ComposeFiles,
): Promise<void> => {
  const child = startCompose(command, { functions });
  const stderrText = text(child.stderr);
  const [code] = await once(child, 'close').catch((error: Error) => [error.message]);
  if (code === 0) return;
  const stderr = typeof code === 'string' ? code : (await stderrText).trim();
  throw new ChildProcessError(
    'CHILD_NOT_READY',
    `docker compose ${command[0]} failed: ${lastLine(stderr)}.`,
    stderr,
  );
};

/** Starts the command without waiting for its end, in its own session so that Ctrl-C does not reach it. */
export const startCompose = (
  command: readonly string[],
  { functions }: ComposeFiles,
): ChildProcessByStdio<null, null, Readable> => {
  const files = ['compose.yaml', ...(functions ? ['compose.functions.yaml'] : [])];
  const named = files.flatMap((file) => ['--file', join(REPOSITORY, 'localstack', file)]);
  return spawn('docker', ['compose', ...named, ...command], {
    detached: true,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
};

const lastLine = (said: string): string =>
  (said.split('\n').at(-1) ?? '').replace(/[.\s]+$/, '') || 'no error output';

/**
 * The last image that works without an account token. compose.yaml, which `npm start` uses, names the
 * same image, and a test compares the two.
 */
export const LOCALSTACK_IMAGE = 'localstack/localstack:4.14.0';

/** The endpoint that compose.yaml publishes. */
export const COMPOSED_ENDPOINT = 'http://127.0.0.1:4566';

/** The services that a stage needs. compose.yaml MUST list all of them. */
export const STAGE_SERVICES = ['dynamodb', 'dynamodbstreams', 'sqs', 's3', 'events'] as const;

/** The settings of the container that a test run starts. Services are loaded when they are first called. */
export const containerEnvironment = (
  environment: NodeJS.ProcessEnv,
): Readonly<Record<string, string>> => {
  const { LOCALSTACK_AUTH_TOKEN: token = '' } = environment;
  return {
    ...(token !== '' && { LOCALSTACK_AUTH_TOKEN: token }),
    SERVICES: STAGE_SERVICES.join(','),
    PROVIDER_OVERRIDE_DYNAMODB: 'v2',
    DYNAMODB_IN_MEMORY: '1',
    DISABLE_EVENTS: '1',
    DDB_LOCAL_TELEMETRY: '0',
  };
};
