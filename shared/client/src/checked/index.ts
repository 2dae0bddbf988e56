export type { Token } from '../http.ts';
export { ApiError, type ApiErrorKind } from './api-error.ts';
export {
  type CallOptions,
  type Client,
  type ClientOptions,
  DEFAULT_CONNECTIONS,
  openClient,
} from './client.ts';
export type { AcceptedPurchase } from './purchase.ts';
export type { RetryPolicy } from './request.ts';
export { ForeignOriginError, type HttpAnswer, type HttpRequest } from './transport.ts';
