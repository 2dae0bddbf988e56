export { holdsCardNumber, passesLuhn } from './card-number.ts';
export { CURRENCY_DECIMALS } from './currencies.ts';
export {
  EVENT_SOURCE,
  EVENT_VERSION,
  type EventDetail,
  type EventType,
  eventBase,
  eventTypes,
  type WillcallEvent,
} from './events/event-types.ts';
export { ADMIN_SCOPE, BUY_SCOPE, ORIGIN_HEADER, VERSION_PREFIX } from './http/api.ts';
export { ListQuery, SeatMapQuery, ShowQuery, TitleQuery } from './http/lists.ts';
export { type LivePoint, LiveSale } from './http/live-sale.ts';
export {
  type FieldError,
  makeProblemDocument,
  type ProblemCode,
  type ProblemDocument,
  problems,
} from './http/problems.ts';
export {
  BuyerLedger,
  DecidedPurchase,
  Holder,
  IdempotencyKey,
  PendingPurchase,
  PurchaseChange,
  PurchaseList,
  PurchaseRequest,
  RequestedCard,
} from './http/purchases.ts';
export {
  type AnswerHeaderOf,
  type AnswerOf,
  allRoutes,
  listMethods,
  listPathParameters,
  listProblems,
  type ParsedRequestOf,
  type PathParameter,
  pathParameters,
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
export {
  distinctSeats,
  MAX_SEATS,
  MAX_SEATS_PER_REQUEST,
  SeatChange,
  SeatMap,
  SeatResource,
  SeatsAdded,
  SeatsRequest,
} from './http/seats.ts';
export { findBrokenOrder, findPastTimes } from './http/show-times.ts';
export {
  FLYER_CONTENT_TYPES,
  type FlyerContentType,
  FlyerRequest,
  FlyerUpload,
  MAX_CAPACITY,
  MAX_FLYER_BYTES,
  Sales,
  type Seating,
  ShowChange,
  ShowList,
  ShowRequest,
  ShowResource,
  ShowWithStock,
  seatings,
  TitleList,
} from './http/shows.ts';
export { CorrelationId, PurchaseId, SeatId, ShowId, USER_ID_RULE, UserId } from './ids.ts';
export { known, MissingError } from './known.ts';
export { Money, Total } from './money.ts';
export {
  Card,
  MAX_TICKETS_PER_PURCHASE,
  type NotOnSaleReason,
  PURCHASE_MESSAGE_VERSION,
  PurchaseMessage,
  type RejectionReason,
  rejectionMessages,
  rejectionReasons,
  type Status,
  statuses,
} from './purchase.ts';
export { parseJson, toTextForm } from './text.ts';
export { Instant, ReminderLead } from './time.ts';
