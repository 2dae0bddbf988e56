export { eventSources, type QueueEventSource } from './definitions/event-sources.ts';
export { type FunctionDefinition, type FunctionId, functions } from './definitions/functions.ts';
export { type QueueDefinition, type QueueId, queueName, queues } from './definitions/queues.ts';
export {
  ADMIN_SCOPE,
  type Route,
  type RouteAccess,
  routes,
  VERSION_PREFIX,
} from './definitions/routes.ts';
export type { StageName } from './definitions/stage.ts';
export {
  type IndexDefinition,
  type KeyAttribute,
  type TableDefinition,
  type TableId,
  tableName,
  tables,
} from './definitions/tables.ts';
