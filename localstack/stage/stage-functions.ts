import {
  createAccept,
  createHealth,
  createLiveSale,
  createPurchases,
  createShows,
} from '@willcall/api';
import { createAudit, createShowAudit } from '@willcall/audit';
import { allRoutes } from '@willcall/contracts';
import { createFlyers } from '@willcall/flyers';
import type { Seams } from '@willcall/lambda';
import {
  createPaymentSweep,
  createPayments,
  createPaymentTasks,
  createReconcile,
} from '@willcall/payments';
import { createPricing } from '@willcall/pricing';
import { createShowJobs } from '@willcall/show-jobs';
import { createStream, createSweep, createTally } from '@willcall/stream';
import { type FunctionId, functions } from '@willcall/topology';
import { createDeadLetters, createDeadLettersApi, createWorker } from '@willcall/worker';
import { createLocalCallPlugin } from '../aws/iam/local-calls.ts';
import type { LambdaFunction, LambdaHandler } from '../aws/lambda/invoke.ts';
import type { LocalLog } from '../aws/process/local-log.ts';
import { withRole } from './function-role.ts';
import type { StageEnvironment } from './stage-environment.ts';

export type StageFunctions = Partial<Readonly<Record<FunctionId, LambdaFunction>>>;

/** Each function has its own event type. The caller passes the matching event. */
type AnyHandler = LambdaHandler<never, unknown>;

/** The functions that serve the routes of the API. */
export const API_FUNCTIONS: ReadonlySet<FunctionId> = new Set(
  allRoutes.map((route) => route.function),
);

/** The functions that queues, streams, schedules, uploads and events invoke. */
export const TRIGGERED_FUNCTIONS: ReadonlySet<FunctionId> = new Set(
  (Object.keys(functions) as FunctionId[]).filter((id) => !API_FUNCTIONS.has(id)),
);

type StageFunctionsInput = {
  /** The functions to create. */
  readonly ids: ReadonlySet<FunctionId>;
  readonly environment: StageEnvironment;
  readonly seams?: Seams | undefined;
  readonly log: LocalLog;
};

const create: Record<FunctionId, (environment: StageEnvironment, seams: Seams) => AnyHandler> = {
  health: createHealth,
  accept: createAccept,
  purchases: createPurchases,
  shows: createShows,
  'live-sale': createLiveSale,
  worker: createWorker,
  'dead-letters': createDeadLetters,
  'dead-letters-api': createDeadLettersApi,
  stream: createStream,
  tally: createTally,
  sweep: createSweep,
  'show-jobs': createShowJobs,
  audit: createAudit,
  'show-audit': createShowAudit,
  payments: createPayments,
  'payment-tasks': createPaymentTasks,
  'payment-sweep': createPaymentSweep,
  reconcile: createReconcile,
  pricing: createPricing,
  flyers: createFlyers,
};

/**
 * Creates functions of a stage as their deployed entry files do, and in their deployed roles. A call
 * that the role does not allow is refused, as on AWS.
 */
export const createStageFunctions = ({
  ids,
  environment,
  seams: given = {},
  log,
}: StageFunctionsInput): StageFunctions => {
  const seams = environment.WILLCALL_BACKEND === 'embedded' ? withLocalCalls(given) : given;
  const createOne = (id: FunctionId): LambdaFunction => {
    const onDenied = ({ message: detail }: Error) =>
      log({ message: ACCESS_DENIED, subject: id, detail });
    return createFunction(
      id,
      create[id](environment, withRole({ id, environment, onDenied }, seams)),
    );
  };
  return Object.fromEntries([...ids].map((id) => [id, createOne(id)]));
};

/** LocalStack can be told to check signatures. The embedded backend cannot. S3 signs uploads for buyers. */
const withLocalCalls = (seams: Seams): Seams => ({
  ...seams,
  dynamodbPlugins: [createLocalCallPlugin('dynamodb'), ...(seams.dynamodbPlugins ?? [])],
  sqsPlugins: [createLocalCallPlugin('sqs'), ...(seams.sqsPlugins ?? [])],
  eventBridgePlugins: [createLocalCallPlugin('events'), ...(seams.eventBridgePlugins ?? [])],
});

/** The log message of a refused call. `detail` has IAM's message. */
export const ACCESS_DENIED = 'The function made a call that its deployed role does not allow';

const MS_PER_SECOND = 1_000;

const createFunction = (id: FunctionId, handler: AnyHandler): LambdaFunction => ({
  name: `willcall-${id}`,
  timeoutMs: functions[id].timeoutSeconds * MS_PER_SECOND,
  handler: handler as LambdaHandler<unknown, unknown>,
});
