/**
 * Every error that a willcall function answers, with its status and its sentence: the one table.
 * The gateway's own 401, 403, 404, 413, 429 and 503 are `{message}` and not of these.
 */
export const problems = {
  INVALID_REQUEST: { status: 400, title: 'The request is not of the form that this route takes.' },
  INVALID_JSON: { status: 400, title: 'The body is not valid JSON.' },
  INVALID_CARD: { status: 400, title: 'The card was refused: its form is not right.' },
  INVALID_IDEMPOTENCY_KEY: {
    status: 400,
    title: 'Idempotency-Key must be 1 to 255 printable ASCII characters.',
  },
  INVALID_CURSOR: { status: 400, title: 'The cursor is not one that this list gave out.' },
  UNAUTHENTICATED: { status: 401, title: 'A valid bearer token is needed.' },
  FORBIDDEN: { status: 403, title: 'This route needs the scope willcall/admin.' },
  SHOW_NOT_FOUND: { status: 404, title: 'There is no such show.' },
  PURCHASE_NOT_FOUND: { status: 404, title: 'There is no such purchase of this buyer.' },
  SEAT_NOT_FOUND: { status: 404, title: 'There is no such seat in this show.' },
  USER_NOT_FOUND: { status: 404, title: 'There is no such buyer for this caller.' },
  ROUTE_NOT_FOUND: { status: 404, title: 'There is no such route.' },
  SALE_NOT_OPEN: {
    status: 409,
    title: 'The sale has not opened yet; try again with the same key.',
  },
  SOLD_OUT: { status: 409, title: 'The show is sold out; nothing was accepted.' },
  NOT_CANCELLABLE: { status: 409, title: 'The purchase cannot be cancelled any more.' },
  NOT_CHANGEABLE: {
    status: 409,
    title: 'Only a confirmed purchase can be changed, until its show begins.',
  },
  SHOW_CANCELLED: { status: 409, title: 'The show was cancelled.' },
  SHOW_BEGUN: { status: 409, title: 'The show has begun: it cannot be cancelled any more.' },
  SHOW_HAS_SALES: { status: 409, title: 'Tickets of the show are sold: cancel it instead.' },
  CAPACITY_BELOW_SOLD: { status: 409, title: 'More tickets are sold than the new capacity.' },
  WRONG_SEATING: { status: 409, title: 'The show is not of the seating that this request is for.' },
  SEAT_SOLD: { status: 409, title: 'The seat is sold.' },
  TOO_MANY_SEATS: { status: 409, title: 'A show has at most 20,000 seats.' },
  PURCHASE_ERASED: { status: 410, title: 'The purchase was erased.' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'The body is larger than 16 KiB.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'The body must be application/json.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 422,
    title: 'This Idempotency-Key was already used with another request.',
  },
  INTERNAL: { status: 500, title: 'Something went wrong on our side.' },
  QUEUE_UNAVAILABLE: {
    status: 503,
    title: 'Nothing was accepted; try again with the same Idempotency-Key.',
  },
  STORE_UNAVAILABLE: { status: 503, title: 'The records are out of reach now; try again.' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

export type ProblemCode = keyof typeof problems;

/** One wrong place in a request: a path such as `holder.email`, and what it must be. Never the value. */
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

/** The document of a code. `type` is a URN, since there is no page to link to that would outlive a release. */
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
