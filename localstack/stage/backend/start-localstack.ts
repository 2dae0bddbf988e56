import * as z from 'zod';
import { ChildProcessError, type LocalAwsError } from '../../aws/local-aws-error.ts';
import { COMPOSED_ENDPOINT, compose, startCompose } from './compose.ts';
import { requireDocker } from './require-docker.ts';

export type RunningLocalStack = {
  readonly endpoint: string;
  /** Settles when the container stops without a call to `stop`. Never settles for one started elsewhere. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Removes the container that was started here. Can be repeated. */
  stop(): Promise<void>;
};

const NO_FUNCTIONS = { functions: false };

/**
 * Starts LocalStack with Docker Compose, as compose.yaml describes it. A LocalStack that already runs
 * at the endpoint is used, and left running.
 *
 * @throws LocalAwsError DOCKER_MISSING
 * @throws ChildProcessError when Docker cannot start it
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
    // A container that never became healthy still exists.
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
    'The LocalStack container stopped unexpectedly. Run docker compose -f localstack/compose.yaml logs to see why.',
    '',
  );

const Health = z.object({ services: z.record(z.string(), z.string()) });

/** A running LocalStack answers at once. */
const PROBE_TIMEOUT_MS = 1_000;

/**
 * Whether LocalStack answers at the endpoint.
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
