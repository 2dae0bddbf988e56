export { Card } from './card.ts';
export { EVENT_SOURCE, EVENT_VERSION } from './events/event-base.ts';
export {
  type EventDetail,
  type EventType,
  eventTypes,
  type WillcallEvent,
} from './events/event-types.ts';
export { ADMIN_SCOPE, BUY_SCOPE, ORIGIN_HEADER, VERSION_PREFIX } from './http/api.ts';
export {
  FLYER_CONTENT_TYPES,
  type FlyerContentType,
  FlyerRequest,
  FlyerUpload,
  MAX_FLYER_BYTES,
} from './http/flyer-request.ts';
export { ListQuery, SeatMapQuery, TitleQuery } from './http/list-query.ts';
export {
  type FieldError,
  type ProblemCode,
  type ProblemDocument,
  problemDocument,
  problems,
} from './http/problems.ts';
export { PurchaseChange } from './http/purchase-change.ts';
export {
  Holder,
  IdempotencyKey,
  MAX_TICKETS_PER_PURCHASE,
  PurchaseRequest,
} from './http/purchase-request.ts';
export {
  BuyerLedger,
  DecidedPurchase,
  PendingPurchase,
  PurchaseList,
} from './http/purchase-resource.ts';
export {
  type AnswerHeaderOf,
  type AnswerOf,
  allRoutes,
  type ParsedRequestOf,
  type PathParameter,
  parametersIn,
  pathParameters,
  problemsOf,
  type RequestOf,
  type Route,
  type RouteIdOf,
  type RouteKey,
} from './http/route-types.ts';
export {
  type HttpFunctionId,
  type RouteAccess,
  type RouteDefinition,
  type RouteId,
  routes,
} from './http/routes.ts';
export { SeatMap, SeatResource, SeatsAdded } from './http/seat-resource.ts';
export {
  distinctSeats,
  MAX_SEATS,
  MAX_SEATS_PER_REQUEST,
  SeatChange,
  SeatsRequest,
} from './http/seats-request.ts';
export { ShowChange } from './http/show-change.ts';
export { MAX_CAPACITY, ShowRequest } from './http/show-request.ts';
export {
  Sales,
  type Seating,
  ShowList,
  ShowResource,
  ShowWithStock,
  seatings,
  TitleList,
} from './http/show-resource.ts';
export { CorrelationId, PurchaseId, SeatId, ShowId, UserId } from './ids.ts';
export { Instant } from './instant.ts';
export { known, MissingError } from './known.ts';
export { PURCHASE_MESSAGE_VERSION, PurchaseMessage } from './messages/purchase-message.ts';
export { Money, Total } from './money.ts';
export {
  type RejectionReason,
  rejectionMessages,
  rejectionReasons,
  type Status,
  statuses,
} from './outcome.ts';
export { parseJson } from './parse-json.ts';
export { ReminderLead } from './reminder-lead.ts';
