/**
 * Every error that a willcall function returns, with its status and title.
 * The gateway's own 401, 403, 404, 413, 429 and 503 have the body `{message}` and are not listed here.
 */
export const problems = {
  INVALID_REQUEST: { status: 400, title: 'The request is invalid.' },
  INVALID_JSON: { status: 400, title: 'The body is not valid JSON.' },
  INVALID_CARD: { status: 400, title: 'The card details are invalid or not supported.' },
  INVALID_IDEMPOTENCY_KEY: {
    status: 400,
    title: 'Idempotency-Key must be 1 to 255 printable ASCII characters, and no card number.',
  },
  INVALID_CURSOR: { status: 400, title: 'The cursor is invalid for this list.' },
  INVALID_SIGNATURE: {
    status: 400,
    title: 'The webhook is not signed by the payment provider, or its signature is too old.',
  },
  UNAUTHENTICATED: { status: 401, title: 'A valid bearer token is required.' },
  FORBIDDEN: { status: 403, title: 'This route requires the scope willcall/admin.' },
  SHOW_NOT_FOUND: { status: 404, title: 'The show does not exist.' },
  PURCHASE_NOT_FOUND: { status: 404, title: 'This buyer has no purchase with this id.' },
  SEAT_NOT_FOUND: { status: 404, title: 'The show has no seat with this id.' },
  AUDIT_NOT_FOUND: {
    status: 404,
    title: 'The show has no audit with this id, or a newer one has replaced it.',
  },
  USER_NOT_FOUND: {
    status: 404,
    title: 'The user does not exist, or you do not have access to it.',
  },
  ROUTE_NOT_FOUND: { status: 404, title: 'The route does not exist.' },
  SALE_NOT_OPEN: {
    status: 409,
    title: 'The sale has not opened yet. Try again later with the same Idempotency-Key.',
  },
  SOLD_OUT: { status: 409, title: 'The show is sold out. The purchase was not accepted.' },
  ALL_HELD: {
    status: 409,
    title:
      'All tickets are held by buyers who are paying. Try again later with the same Idempotency-Key.',
  },
  NOT_PAYABLE: {
    status: 409,
    title: 'The purchase cannot be paid now. Read it to see why.',
  },
  NOT_CANCELLABLE: { status: 409, title: 'The purchase can no longer be cancelled.' },
  NOT_CHANGEABLE: {
    status: 409,
    title: 'Only a confirmed purchase can be changed, and only before its show starts.',
  },
  SHOW_CANCELLED: { status: 409, title: 'The show was cancelled.' },
  SHOW_BEGUN: { status: 409, title: 'The show has started and can no longer be cancelled.' },
  SHOW_HAS_SALES: {
    status: 409,
    title: 'The show has sold tickets. Cancel it instead of removing it.',
  },
  CAPACITY_BELOW_SOLD: {
    status: 409,
    title: 'The new capacity is lower than the number of tickets sold.',
  },
  WRONG_SEATING: { status: 409, title: 'The request does not match the seating of the show.' },
  SEAT_SOLD: { status: 409, title: 'The seat is sold.' },
  TOO_MANY_SEATS: { status: 409, title: 'A show has at most 20,000 seats.' },
  PURCHASE_ERASED: { status: 410, title: 'The purchase was erased.' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is larger than 16 KiB.' },
  WEBHOOK_TOO_LARGE: { status: 413, title: 'The body of a webhook is larger than 256 KiB.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be application/json.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This Idempotency-Key was already used with another request.',
  },
  TOO_MANY_PAYMENTS: {
    status: 429,
    title: 'Too many buyers are starting to pay. The tickets stay held. Try again.',
  },
  INTERNAL: { status: 500, title: 'An internal error occurred.' },
  RECORD_UNREADABLE: {
    status: 500,
    title: 'A stored record is damaged. Trying again does not help until it is repaired.',
  },
  QUEUE_UNAVAILABLE: {
    status: 503,
    title: 'The purchase may not have been accepted. Try again with the same Idempotency-Key.',
  },
  QUEUES_UNAVAILABLE: {
    status: 503,
    title: 'The queues are temporarily unavailable. No message was lost. Try again.',
  },
  PROVIDER_UNAVAILABLE: {
    status: 503,
    title: 'The payment provider is temporarily unavailable. Nothing was charged. Try again.',
  },
  STORE_UNAVAILABLE: {
    status: 503,
    title: 'The data store is temporarily unavailable. Try again.',
  },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problems;

/** An invalid field of a request: its path, such as `holder.email`, and the requirement. Never the value. */
export type FieldError = { readonly path: string; readonly message: string };

/** An `application/problem+json` body (RFC 9457). */
export type ProblemDocument = {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
};

/**
 * Builds the document for a code. `type` is a URN because no page to link to would outlive a release: who gets
 * it finds its page by the code.
 */
export const makeProblemDocument = (
  code: ProblemCode,
  more: Pick<ProblemDocument, 'detail' | 'errors'> = {},
): ProblemDocument => ({
  type: `urn:willcall:problem:${code.toLowerCase().replaceAll('_', '-')}`,
  title: problems[code].title,
  status: problems[code].status,
  code,
  ...more,
});
