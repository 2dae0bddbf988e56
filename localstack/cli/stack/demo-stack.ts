import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { chooseBackend } from '../../stage/backend/choice/backend-choice.ts';
import { type RunningStack, readRunningStack } from '../../stage/running/running-stack.ts';
import { startOwnStack } from './start-own-stack.ts';

/** The stack that a demo sells on. */
export type DemoStack = Pick<RunningStack, 'url' | 'dynamodbEndpoint' | 'tables'> & {
  /** For people: which stack this is. */
  readonly description: string;
  /** Never settles for a stack that is not ours. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Ends what was started here. Repeatable. */
  stop(): Promise<void>;
};

/** The stack that `npm start` runs, or else one started for this demo alone. */
export const openDemoStack = async (): Promise<DemoStack> => {
  const running = await readRunningStack();
  if (running === undefined || !(await isAnswering(running.url))) {
    return await startOwnStack(chooseBackend(process.env), 'demo');
  }
  return {
    ...running,
    description: `the running stack at ${running.url}`,
    unexpectedEnd: new Promise(() => undefined),
    stop: async () => undefined,
  };
};

/** A process id may be somebody else's by now. */
const isAnswering = async (url: string): Promise<boolean> => {
  const answer = await fetch(`${url}/health`).catch(() => undefined);
  return answer?.ok === true;
};
