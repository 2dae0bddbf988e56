import { allRoutes } from '@willcall/contracts';
import {
  eventSources,
  type FunctionId,
  functionAccess,
  isPaymentFunction,
  type QueueId,
  queues,
  queueVariables,
  type StageName,
  type TableId,
  tableVariables,
} from '@willcall/topology';
import { findCallsPerSecond } from '../configuration/payments-setting.ts';
import type { StageConfiguration } from '../configuration/stage-configuration.ts';
import type { ComputeResources } from './compute-resources.ts';

export type EnvironmentInput = ComputeResources & {
  readonly stage: StageName;
  readonly configuration: Pick<StageConfiguration, 'stockShardsMax' | 'payments'>;
  /** The URL below which browsers read flyers. */
  readonly flyersBaseUrl: string;
  /** The keys of purchase ids, if they are not in a secret. */
  readonly purchaseIdKeys: string | undefined;
  /** More variables for functions with a route: who may call them. */
  readonly routed: Variables;
};

type Variables = Readonly<Record<string, string>>;

/** Makes a function's environment variables. They name only the resources that the function may use. */
export const makeFunctionEnvironment = (id: FunctionId, input: EnvironmentInput): Variables => {
  const { tables = {}, indexes = {}, publishes, purchaseIdKeys, paymentKeys } = functionAccess[id];
  const used = new Set([...Object.keys(tables), ...Object.keys(indexes)]) as Set<TableId>;
  return {
    WILLCALL_BACKEND: 'aws',
    // A dimension of its metrics, by which a stage's alarms and dashboard find them.
    WILLCALL_STAGE: input.stage,
    // Stack traces with lines of the source, at the price of a few milliseconds per cold start.
    NODE_OPTIONS: '--enable-source-maps',
    ...Object.fromEntries(
      [...used].map((table) => [tableVariables[table], input.data.tables[table].tableName]),
    ),
    ...Object.fromEntries(
      findQueues(id).map((queue) => [
        queueVariables[queue],
        input.messaging.queues[queue].queueUrl,
      ]),
    ),
    ...(publishes ? { EVENT_BUS_NAME: input.messaging.bus.eventBusName } : {}),
    ...(purchaseIdKeys ? makeKeysVariable(input) : {}),
    ...(isPaymentFunction(id) || id === 'shows' ? makePaymentsVariable(input) : {}),
    ...(paymentKeys ? makePaymentKeysVariables(input) : {}),
    ...(isRouted(id) ? input.routed : {}),
    ...makeOwnVariables(id, input),
  };
};

const isRouted = (id: FunctionId): boolean => allRoutes.some((route) => route.function === id);

/** The queues that a function sends to, counts or receives from, and those whose messages it may return for a later try. */
const findQueues = (id: FunctionId): QueueId[] => [
  ...(functionAccess[id].sendsTo ?? []),
  ...(functionAccess[id].counts ?? []),
  ...(functionAccess[id].receives ?? []),
  ...eventSources.filter((source) => source.function === id).map(({ queue }) => queue),
];

const makeKeysVariable = ({ data: { secret }, purchaseIdKeys }: EnvironmentInput): Variables => {
  if (secret !== undefined) return { PURCHASE_ID_KEYS_SECRET: secret.secretArn };
  if (purchaseIdKeys !== undefined) return { PURCHASE_ID_KEYS: purchaseIdKeys };
  throw new TypeError('The keys of purchase ids have no source');
};

/** Whether a show can have the payment `PROVIDER`. */
const makePaymentsVariable = ({ configuration }: EnvironmentInput): Variables => ({
  PAYMENTS: configuration.payments === undefined ? 'OFF' : 'ON',
});

const makePaymentKeysVariables = ({
  data: { paymentKeys },
  configuration: { payments },
}: EnvironmentInput): Variables => {
  if (paymentKeys === undefined || payments === undefined)
    throw new TypeError('The keys of the payment provider have no source');
  return {
    PAYMENT_KEYS_SECRET: paymentKeys.secretArn,
    PAYMENT_CALLS_PER_SECOND: String(findCallsPerSecond(payments)),
  };
};

const makeOwnVariables = (
  id: FunctionId,
  { configuration: { stockShardsMax }, data, flyersBaseUrl }: EnvironmentInput,
): Variables => {
  switch (id) {
    case 'shows':
      return {
        STOCK_BUCKETS_MAX: String(stockShardsMax),
        FLYERS_BUCKET: data.buckets.flyers.bucketName,
      };
    case 'flyers':
      return { FLYERS_BASE_URL: flyersBaseUrl };
    case 'dead-letters':
      // How often a purchase was received before it became a dead letter.
      return { RECEIVES_BEFORE: String(queues.purchases.deadLetters.maxReceiveCount) };
    default:
      return {};
  }
};
