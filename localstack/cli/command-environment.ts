import type { Environment } from '@willcall/lambda';
import { BadSettingError } from '../aws/local-aws-error.ts';
import type { RunningStack } from '../stage/running-stack.ts';
import { stageEnvironment } from '../stage/stage-environment.ts';

/**
 * Where a command works: what the environment names, as the functions read it, or else the stack that
 * `npm start` runs.
 *
 * @param mark the variable that tells that the environment names it all, e.g. PURCHASES_TABLE
 * @param what it names, for a person: `tables`
 * @throws BadSettingError when there is neither
 */
export const commandEnvironment = (
  environment: Environment,
  running: RunningStack | undefined,
  { mark, what }: { readonly mark: string; readonly what: string },
): Environment => {
  if (environment[mark] !== undefined) return environment;
  if (running !== undefined) return environmentOf(running);
  throw new BadSettingError(
    `No stack is running: start one with npm start, or name ${what} in the environment (see --help).`,
  );
};

const environmentOf = (running: RunningStack): Environment => {
  const { PURCHASE_ID_KEYS_FILE: _, ...environment } = stageEnvironment({
    aws: running,
    resources: running,
    eventsEndpoint: running.eventsEndpoint,
    // No command issues purchase ids.
    purchaseIdKeysFile: '',
    extra: {},
  });
  return environment;
};
