import { setTimeout as delay } from 'node:timers/promises';
import { ApiError } from '@willcall/client/checked';
import { LocalAwsError } from '../aws/local-aws-error.ts';
import { isAlive } from '../aws/process/child.ts';
import type { RunningStack } from '../stage/running-stack.ts';
import { isUnreachable } from './aws-causes.ts';

type StackProcess = Pick<RunningStack, 'pid' | 'url'>;

/** Milliseconds. Often enough for a person, at no cost. */
const POLL_MS = 200;

/** Milliseconds. A stack that stops refuses requests first, and ends when its functions have ended. */
const STOPPING_MS = 5_000;

const createEndedError = ({ url }: StackProcess): LocalAwsError =>
  new LocalAwsError(
    'STACK_ENDED',
    `The stack that npm start ran at ${url} has ended. Its terminal says why. Start it again with npm start, then run this command again.`,
  );

/** Settles when a stack that another process runs has ended, until the signal aborts. */
export const watchStackEnd = async (
  stack: StackProcess,
  signal: AbortSignal,
): Promise<LocalAwsError> => {
  while (isAlive(stack.pid)) await delay(POLL_MS, undefined, { signal });
  return createEndedError(stack);
};

/**
 * Runs work on the stack that `npm start` runs. If the work fails because the stack has ended, the error
 * says so, instead of which request was refused.
 *
 * @param stack undefined if the work uses another stage
 */
export const untilStackEnds = async <T>(
  stack: StackProcess | undefined,
  work: () => Promise<T>,
): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    if (stack !== undefined && isRefused(error) && (await endsSoon(stack))) {
      throw Object.assign(createEndedError(stack), { cause: error });
    }
    throw error;
  }
};

const isRefused = (error: unknown): boolean =>
  isUnreachable(error) || (error instanceof ApiError && error.kind === 'no-answer');

const endsSoon = async (stack: StackProcess): Promise<boolean> =>
  await watchStackEnd(stack, AbortSignal.timeout(STOPPING_MS)).then(
    () => true,
    () => false,
  );
