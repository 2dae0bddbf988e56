import * as z from 'zod';
import { ChildProcessError, type LocalAwsError } from '../../aws/local-aws-error.ts';
import { COMPOSED_ENDPOINT, compose, startCompose } from './compose.ts';
import { requireDocker } from './require-docker.ts';

export type RunningLocalStack = {
  readonly endpoint: string;
  /** Settles when its container has ended without `stop`; never for one that is somebody else's. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Removes what was started here. Repeatable. */
  stop(): Promise<void>;
};

const NO_FUNCTIONS = { functions: false };

/**
 * LocalStack by Docker Compose, as compose.yaml describes it. One that runs there already is used, and
 * left running.
 *
 * @throws LocalAwsError DOCKER_MISSING
 * @throws ChildProcessError when Docker does not start it
 */
export const startLocalStack = async (
  environment: NodeJS.ProcessEnv = process.env,
  endpoint: string = COMPOSED_ENDPOINT,
): Promise<RunningLocalStack> => {
  const unexpected = Promise.withResolvers<LocalAwsError>();
  const found = { endpoint, unexpectedEnd: unexpected.promise };
  if (await isLocalStack(endpoint)) return { ...found, stop: async () => undefined };
  await requireDocker(environment);
  try {
    await compose(['up', '--detach', '--wait'], NO_FUNCTIONS);
  } catch (error) {
    // A container that never became healthy is there all the same.
    await compose(['down'], NO_FUNCTIONS).catch(() => undefined);
    throw error;
  }
  let stopping = false;
  const watch = startCompose(['wait', 'localstack'], NO_FUNCTIONS);
  watch.once('exit', () => {
    if (!stopping) unexpected.resolve(createEndedError());
  });
  return {
    ...found,
    stop: async () => {
      if (stopping) return;
      stopping = true;
      watch.kill();
      await compose(['down'], NO_FUNCTIONS);
    },
  };
};

const createEndedError = (): LocalAwsError =>
  new ChildProcessError(
    'CHILD_DIED',
    "LocalStack's container ended unexpectedly: see docker compose -f localstack/compose.yaml logs.",
    '',
  );

const Health = z.object({ services: z.record(z.string(), z.string()) });

/** It answers at once, or it is not there. */
const PROBE_TIMEOUT_MS = 1_000;

/**
 * Whether a LocalStack answers there.
 * Source: https://docs.localstack.cloud/aws/capabilities/networking/internal-endpoints/
 */
export const isLocalStack = async (endpoint: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${endpoint}/_localstack/health`, {
      signal: AbortSignal.timeout(PROBE_TIMEOUT_MS),
    });
    return Health.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
};
