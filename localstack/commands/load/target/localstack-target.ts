import { chooseBackend } from '../../../stage/backend/choose-backend.ts';
import { startOwnStack } from '../../sale/sale-stack.ts';
import type { LoadTarget } from './load-target.ts';
import { localTarget } from './local-target.ts';

/**
 * A stage of its own in LocalStack: the one that AWS_ENDPOINT_URL names, or that runs, or that is
 * started by Docker and stopped at the end.
 */
export const openLocalStackTarget = async (
  environment: NodeJS.ProcessEnv = process.env,
): Promise<LoadTarget> => {
  const choice = chooseBackend({ ...environment, WILLCALL_BACKEND: 'localstack' });
  return localTarget(await startOwnStack(choice, 'load'));
};
