export {
  AUDIT_MESSAGE_VERSION,
  AuditFindings,
  AuditId,
  AuditMessage,
  auditFailures,
  MAX_AUDIT_DIFFERENCES,
} from './audit.ts';
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
export { allRoutes, listProblems, routes } from './http/all-routes.ts';
export { type AnswerOf, answers } from './http/answers.ts';
export {
  ADMIN_SCOPE,
  announceDeprecation,
  BUY_SCOPE,
  ORIGIN_HEADER,
  VERSION_PREFIX,
} from './http/api.ts';
export { Audit } from './http/audit-answers.ts';
export { DeadLetter, DeadLetterList, Redriven } from './http/dead-letter-answers.ts';
export { type LivePoint, LiveSale } from './http/live-sale-answer.ts';
export { deadLettersRoutes, liveSaleRoutes } from './http/operator-routes.ts';
export { StartedPayment } from './http/payment-answers.ts';
export { paymentsRoutes } from './http/payment-routes.ts';
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
  PendingPurchase,
  PurchaseList,
} from './http/purchase-answers.ts';
export {
  Holder,
  IdempotencyKey,
  PurchaseChange,
  PurchaseRequest,
  RequestedCard,
} from './http/purchase-requests.ts';
export { acceptRoutes, purchasesRoutes } from './http/purchase-routes.ts';
export { ListQuery, PageQuery, ShowQuery, TitleQuery } from './http/queries.ts';
export {
  type AnswerHeaderOf,
  listMethods,
  listPathParameters,
  listRoutes,
  type ParsedRequestOf,
  type PathParameter,
  pathParameters,
  type RequestOf,
  type Route,
  type RouteId,
  type RouteKey,
  type Routes,
} from './http/route-types.ts';
export {
  type HttpFunctionId,
  type RouteAccess,
  type RouteDefinition,
  showsRoutes,
} from './http/routes.ts';
export { SeatMap, SeatResource, SeatsAdded, TakenSeats } from './http/seat-answers.ts';
export { MAX_SEATS_PER_REQUEST, SeatChange, SeatsRequest } from './http/seat-requests.ts';
export {
  FlyerUpload,
  Sales,
  ShowList,
  ShowResource,
  ShowWithStock,
  TitleList,
} from './http/show-answers.ts';
export { FlyerRequest, ShowChange, ShowRequest } from './http/show-requests.ts';
export { findBrokenOrder, findPastTimes } from './http/show-times.ts';
export { Ticket, TicketList } from './http/ticket-answers.ts';
export {
  CorrelationId,
  distinctSeats,
  PurchaseId,
  SeatId,
  ShowId,
  USER_ID_RULE,
  UserId,
} from './ids.ts';
export { known, MissingError } from './known.ts';
export { Money, Total } from './money.ts';
export { IntentId, PAYMENT_TASK_VERSION, PaymentTask } from './payment-task.ts';
export {
  Card,
  type DecidedStatus,
  decidedStatuses,
  MAX_TICKETS_PER_PURCHASE,
  type NotOnSaleReason,
  PURCHASE_MESSAGE_VERSION,
  PurchaseMessage,
  type RejectionReason,
  refundStatuses,
  rejectionMessages,
  rejectionReasons,
  type Status,
  statuses,
} from './purchase.ts';
export {
  DEFAULT_HOLD_SECONDS,
  FLYER_CONTENT_TYPES,
  type FlyerContentType,
  MAX_CAPACITY,
  MAX_FLYER_BYTES,
  MAX_HOLD_SECONDS,
  MAX_REFUND_UNTIL_SECONDS,
  MAX_SEATS,
  MIN_HOLD_SECONDS,
  payments,
  type Seating,
  seatings,
} from './show.ts';
export { parseJson, toTextForm } from './text.ts';
export { Instant, ReminderLead } from './time.ts';
