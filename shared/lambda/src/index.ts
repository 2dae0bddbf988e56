export { createClientConfig, createStoreConnection } from './configuration/client-config.ts';
export type { Seams } from './configuration/environment.ts';
export { type Environment, NonEmptyText, readEnvironment } from './configuration/environment.ts';
export {
  createPaymentKeysReader,
  type PaymentKeys,
  paymentKeysVariables,
} from './configuration/payment-keys.ts';
export {
  createPurchaseIdKeysReader,
  purchaseIdKeysVariables,
} from './configuration/purchase-id-keys.ts';
export { ConfigurationError, ProblemError } from './errors.ts';
export { type FindPurchase, findPurchase, type PurchaseReference } from './find-purchase.ts';
export { closeOrigin } from './http/closed-origin.ts';
export { createHttpHandler, type HttpFunction } from './http/http-handler.ts';
export { type HttpReply, sayQueuesUnavailable } from './http/reply.ts';
export type { HttpEvent } from './http/request.ts';
export { type Handler, type Handlers, serveRoutes } from './http/serve-routes.ts';
export { type Log, type Measure, type Observability, observe } from './observability/observe.ts';
export { createMetricReader } from './observability/read-metric.ts';
export {
  type BatchResults,
  createQueueHandler,
  type PostponeDependencies,
  postponeFailed,
  type QueueFunction,
  redeliveryDelay,
} from './queue-handler.ts';
export { createScheduleHandler, type ScheduledFunction } from './schedule-handler.ts';
