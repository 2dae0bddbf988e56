import { createAccept, createHealth, createPurchases, createShows } from '@willcall/api';
import { createAudit } from '@willcall/audit';
import { createFlyers } from '@willcall/flyers';
import type { Seams } from '@willcall/lambda';
import { createPricing } from '@willcall/pricing';
import { createShowJobs } from '@willcall/show-jobs';
import { createStream, createSweep } from '@willcall/stream';
import { type FunctionId, functions } from '@willcall/topology';
import { createDeadLetters, createWorker } from '@willcall/worker';
import type { LambdaFunction, LambdaHandler } from '../aws/lambda/invoke.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import { withRole } from './function-role.ts';
import type { StageEnvironment } from './stage-environment.ts';

export type StageFunctions = Partial<Readonly<Record<FunctionId, LambdaFunction>>>;

/** Each function has its own event type. The caller passes the matching event. */
type AnyHandler = LambdaHandler<never, unknown>;

type StageFunctionsInput = {
  readonly environment: StageEnvironment;
  readonly seams?: Seams | undefined;
  readonly log: LocalLog;
};

/**
 * Creates every function of a stage as its deployed entry file does, and in its deployed role. A call
 * that the role does not allow is refused, as on AWS.
 */
export const createStageFunctions = ({
  environment,
  seams = {},
  log,
}: StageFunctionsInput): Record<FunctionId, LambdaFunction> => {
  const seamsFor = (id: FunctionId) => {
    const onDenied = ({ message: detail }: Error) =>
      log({ message: ACCESS_DENIED, subject: id, detail });
    return withRole({ id, environment, onDenied }, seams);
  };
  const handlers: Record<FunctionId, AnyHandler> = {
    health: createHealth(environment),
    accept: createAccept(environment, seamsFor('accept')),
    purchases: createPurchases(environment, seamsFor('purchases')),
    shows: createShows(environment, seamsFor('shows')),
    worker: createWorker(environment, seamsFor('worker')),
    'dead-letters': createDeadLetters(environment, seamsFor('dead-letters')),
    stream: createStream(environment, seamsFor('stream')),
    sweep: createSweep(environment, seamsFor('sweep')),
    'show-jobs': createShowJobs(environment, seamsFor('show-jobs')),
    audit: createAudit(environment, seamsFor('audit')),
    pricing: createPricing(environment, seamsFor('pricing')),
    flyers: createFlyers(environment, seamsFor('flyers')),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]) => [
      id,
      createFunction(id as FunctionId, handler),
    ]),
  ) as Record<FunctionId, LambdaFunction>;
};

/** The log message of a refused call. `detail` has IAM's message. */
export const ACCESS_DENIED = 'The function made a call that its deployed role does not allow';

const MS_PER_SECOND = 1_000;

const createFunction = (id: FunctionId, handler: AnyHandler): LambdaFunction => ({
  name: `willcall-${id}`,
  timeoutMs: functions[id].timeoutSeconds * MS_PER_SECOND,
  handler: handler as LambdaHandler<unknown, unknown>,
});
