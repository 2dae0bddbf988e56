export {
  type BucketAccess,
  type FunctionAccess,
  functionAccess,
  type TableAction,
} from './access.ts';
export { type BucketDefinition, type BucketId, buckets } from './buckets.ts';
export {
  type FunctionDefinition,
  type FunctionId,
  functions,
  isPaymentFunction,
  type PaymentFunctionId,
} from './functions.ts';
export {
  eventSources,
  isInvokedAsynchronously,
  type QueueEventSource,
  type RuleDefinition,
  rules,
  type ScheduleDefinition,
  type StreamEventSource,
  schedules,
  streamRetries,
  streamSources,
} from './invocations.ts';
export {
  bucketName,
  busName,
  functionName,
  queueName,
  type StageName,
  tableName,
} from './names.ts';
export { type AccessedResource, type Permission, rolePermissions } from './permissions.ts';
export { type QueueDefinition, type QueueId, queues, queueVariables } from './queues.ts';
export {
  type IndexDefinition,
  type KeyAttribute,
  type TableDefinition,
  type TableId,
  tables,
  tableVariables,
} from './tables.ts';
