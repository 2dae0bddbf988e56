import { createAccept, createHealth, createPurchases, createShows } from '@willcall/api';
import { createAudit } from '@willcall/audit';
import { createDeadLetters } from '@willcall/dead-letters';
import { createFlyers } from '@willcall/flyers';
import { type FunctionId, functions } from '@willcall/infra';
import type { Seams } from '@willcall/lambda';
import { createPricing } from '@willcall/pricing';
import { createShowJobs } from '@willcall/show-jobs';
import { createStream, createSweep } from '@willcall/stream';
import { createWorker } from '@willcall/worker';
import type { LambdaFunction, LambdaHandler } from '../functions/lambda-function.ts';
import type { StageEnvironment } from './stage-environment.ts';

/** Each function has an event of its own; whoever invokes one hands it its kind. */
type AnyHandler = LambdaHandler<never, unknown>;

/** Every function of a stage, made as its deployed entry file makes it. */
export const stageFunctions = (
  environment: StageEnvironment,
  seams?: Seams,
): Record<FunctionId, LambdaFunction> => {
  const handlers: Record<FunctionId, AnyHandler> = {
    health: createHealth(environment),
    accept: createAccept(environment, seams),
    purchases: createPurchases(environment, seams),
    shows: createShows(environment, seams),
    worker: createWorker(environment, seams),
    'dead-letters': createDeadLetters(environment, seams),
    stream: createStream(environment, seams),
    sweep: createSweep(environment, seams),
    'show-jobs': createShowJobs(environment, seams),
    audit: createAudit(environment, seams),
    pricing: createPricing(environment, seams),
    flyers: createFlyers(environment, seams),
  };
  return Object.fromEntries(
    Object.entries(handlers).map(([id, handler]) => [id, lambda(id as FunctionId, handler)]),
  ) as Record<FunctionId, LambdaFunction>;
};

const MS_PER_SECOND = 1_000;

const lambda = (id: FunctionId, handler: AnyHandler): LambdaFunction => ({
  name: `willcall-${id}`,
  timeoutMs: functions[id].timeoutSeconds * MS_PER_SECOND,
  handler: handler as LambdaHandler<unknown, unknown>,
});
