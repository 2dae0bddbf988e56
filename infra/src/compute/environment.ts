import { allRoutes } from '@willcall/contracts';
import {
  eventSources,
  type FunctionId,
  functionAccess,
  type QueueId,
  queues,
  queueVariables,
  type StageName,
  type TableId,
  tableVariables,
} from '@willcall/topology';
import type { ComputeResources } from './compute-resources.ts';

export type EnvironmentInput = ComputeResources & {
  readonly stage: StageName;
  readonly stockShardsMax: number;
  /** The keys of purchase ids where they are not in a secret. */
  readonly purchaseIdKeys: string | undefined;
  /** What functions with a route are told besides: who may call them. */
  readonly routed: Variables;
};

type Variables = Readonly<Record<string, string>>;

/** A function's environment variables: the names of what it may use, and of nothing else. */
export const makeFunctionEnvironment = (id: FunctionId, input: EnvironmentInput): Variables => {
  const { tables = {}, indexes = {}, publishes, purchaseIdKeys } = functionAccess[id];
  const used = new Set([...Object.keys(tables), ...Object.keys(indexes)]) as Set<TableId>;
  return {
    WILLCALL_BACKEND: 'aws',
    // A dimension of what it measures: alarms and dashboard look at that of their stage.
    WILLCALL_STAGE: input.stage,
    // A stack trace that names our lines, for a few milliseconds of start.
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
    ...(isRouted(id) ? input.routed : {}),
    ...makeOwnVariables(id, input),
  };
};

const isRouted = (id: FunctionId): boolean => allRoutes.some((route) => route.function === id);

/** Those that it sends to, and those whose messages it gives back for later. */
const findQueues = (id: FunctionId): QueueId[] => [
  ...(functionAccess[id].sendsTo ?? []),
  ...eventSources.filter((source) => source.function === id).map(({ queue }) => queue),
];

const makeKeysVariable = ({ data: { secret }, purchaseIdKeys }: EnvironmentInput): Variables => {
  if (secret !== undefined) return { PURCHASE_ID_KEYS_SECRET: secret.secretArn };
  if (purchaseIdKeys !== undefined) return { PURCHASE_ID_KEYS: purchaseIdKeys };
  throw new TypeError('The keys of purchase ids have no source');
};

const makeOwnVariables = (
  id: FunctionId,
  { stockShardsMax, data }: EnvironmentInput,
): Variables => {
  switch (id) {
    case 'shows':
      return {
        STOCK_BUCKETS_MAX: String(stockShardsMax),
        FLYERS_BUCKET: data.buckets.flyers.bucketName,
      };
    case 'flyers':
      return { FLYERS_BASE_URL: data.flyersBaseUrl };
    case 'dead-letters':
      // How often a purchase was received before it became a dead letter.
      return { RECEIVES_BEFORE: String(queues.purchases.deadLetters.maxReceiveCount) };
    default:
      return {};
  }
};
