/** The package `@willcall/client`, as it is published. */
export type { Audits } from './audits.ts';
export type { DeadLetters } from './dead-letters.ts';
export { type ClientErrorCode, type FieldError, WillcallError } from './error.ts';
export type * from './generated/api.ts';
export type { CallOptions, Token, WillcallOptions } from './http.ts';
export type {
  AcceptedPurchase,
  BuyOptions,
  CancelledPurchase,
  ConfirmedPurchase,
  ExpiredPurchase,
  FailedPurchase,
  HeldPurchase,
  Purchase,
  Purchases,
  RejectedPurchase,
  RejectionReason,
  RequestOptions,
  ResumeOptions,
  UnknownPurchase,
} from './purchases.ts';
export type { Seats, Shows, Title } from './shows.ts';
export { createWillcall, type Willcall } from './willcall.ts';
