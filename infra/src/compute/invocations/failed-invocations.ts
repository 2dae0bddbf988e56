import {
  functions as definitions,
  type FunctionId,
  isInvokedAsynchronously,
} from '@willcall/topology';
import { Duration } from 'aws-cdk-lib';
import type { ComputeResources } from '../compute-resources.ts';
import type { DeployedFunction } from '../function/make-function.ts';

/** Lambda's longest and most: it waits one minute, then two, between them. */
const LONGEST_WAIT_HOURS = 6;
const MOST_RETRIES = 2;

/** Keeps what a function has failed at for the last time, though nobody waits for its answer. */
export const keepFailedInvocations = (
  functions: Readonly<Record<FunctionId, DeployedFunction>>,
  { messaging }: Pick<ComputeResources, 'messaging'>,
): void => {
  const ids = Object.keys(definitions) as FunctionId[];
  for (const id of ids.filter(isInvokedAsynchronously)) {
    functions[id].alias.configureAsyncInvoke({
      maxEventAge: Duration.hours(LONGEST_WAIT_HOURS),
      retryAttempts: MOST_RETRIES,
      onFailure: { bind: () => ({ destination: messaging.failedTargets.queueArn }) },
    });
  }
};
