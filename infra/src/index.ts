export type { AccessedResource, Permission } from './compute/access/permission.ts';
export { rolePermissions } from './compute/access/role-permissions.ts';
export { functionName } from './compute/function/function-name.ts';
export {
  type BucketDefinition,
  type BucketId,
  bucketName,
  buckets,
} from './definitions/buckets.ts';
export { busName, type RuleDefinition, rules } from './definitions/buses.ts';
export { eventSources, type QueueEventSource } from './definitions/event-sources.ts';
export { type FunctionDefinition, type FunctionId, functions } from './definitions/functions.ts';
export { type QueueDefinition, type QueueId, queueName, queues } from './definitions/queues.ts';
export {
  type Route,
  type RouteAccess,
  routes,
} from './definitions/routes.ts';
export { type ScheduleDefinition, schedules } from './definitions/schedules.ts';
export type { StageName } from './definitions/stage.ts';
export {
  type StreamEventSource,
  streamRetries,
  streamSources,
} from './definitions/stream-sources.ts';
export {
  type IndexDefinition,
  type KeyAttribute,
  type TableDefinition,
  type TableId,
  tableName,
  tables,
} from './definitions/tables.ts';
export { queueVariables, tableVariables } from './definitions/variables.ts';
