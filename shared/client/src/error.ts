/** An invalid field of a request: its path, such as `holder.email`, and the requirement. Never the value. */
export type FieldError = { readonly path: string; readonly message: string };

/** Codes of the client itself. Every other code is the `code` of a problem document. */
export type ClientErrorCode =
  /** The gateway or the firewall answered `{message}`, or anything but a problem document. */
  | 'HTTP_ERROR'
  /** No answer: the network failed, or the request took too long. */
  | 'NO_ANSWER'
  /** The call took longer than its `timeoutMs`. */
  | 'TIMEOUT'
  /** The answer was a success but not the JSON that the API describes. */
  | 'UNEXPECTED_ANSWER';

export type WillcallErrorDetails = {
  readonly code: string;
  readonly status?: number | undefined;
  readonly correlationId?: string | undefined;
  readonly retryable: boolean;
  readonly retryAfterSeconds?: number | undefined;
  readonly errors?: readonly FieldError[] | undefined;
  readonly cause?: unknown;
};

/**
 * A call did not succeed. Switch on `code`. Codes are stable, and new ones can appear.
 *
 * An aborted call does not throw this error but the reason of its signal, as `fetch` does.
 */
export class WillcallError extends Error {
  override readonly name = 'WillcallError';
  /** The `code` of the problem document, such as `SOLD_OUT`, or a {@link ClientErrorCode}. */
  readonly code: string;
  /** The HTTP status. Undefined without an answer. */
  readonly status: number | undefined;
  /** The `X-Correlation-Id` of the answer. Name it when you report a problem. */
  readonly correlationId: string | undefined;
  /** Whether the same request can succeed later. For a purchase, send it with the same idempotency key. */
  readonly retryable: boolean;
  /** Seconds to wait before the next attempt, if the API says so. */
  readonly retryAfterSeconds: number | undefined;
  /** The invalid fields of a refused request. */
  readonly errors: readonly FieldError[];
  /** The key of the purchase that was requested. Use it again to retry, so that nothing is bought twice. */
  readonly idempotencyKey: string | undefined;
  /** The purchase, if the API had accepted it. Follow it with `purchases.resume`. */
  readonly purchaseId: string | undefined;

  constructor(message: string, details: WillcallErrorDetails) {
    super(message, { cause: details.cause });
    this.code = details.code;
    this.status = details.status;
    this.correlationId = details.correlationId;
    this.retryable = details.retryable;
    this.retryAfterSeconds = details.retryAfterSeconds;
    this.errors = details.errors ?? [];
  }
}

/** Adds to an error which purchase it concerns. Does nothing to other errors. */
export function nameThePurchase(
  error: unknown,
  names: { readonly idempotencyKey?: string; readonly purchaseId?: string },
): void {
  if (error instanceof WillcallError) Object.assign(error, names);
}

/** The statuses after which the same request can succeed. */
const RETRYABLE = [408, 429, 500, 502, 503, 504];

/** Time alone opens a sale. A damaged record stays damaged until a person repairs it. */
const isRetryable = (status: number, code: unknown): boolean =>
  code === 'SALE_NOT_OPEN' || (RETRYABLE.includes(status) && code !== 'RECORD_UNREADABLE');

/** Makes the error of an answer that is not a success: a problem document, `{message}`, or anything else. */
export function makeAnswerError(call: string, response: Response, body: unknown): WillcallError {
  const { code, title, detail, message, errors }: Partial<Record<string, unknown>> = Object(body);
  const said = [title, detail, message].filter((text) => typeof text === 'string').join(' ');
  return new WillcallError(`${call}: ${response.status}${said === '' ? '' : ` ${said}`}`, {
    code: typeof code === 'string' ? code : 'HTTP_ERROR',
    status: response.status,
    correlationId: response.headers.get('x-correlation-id') ?? undefined,
    retryable: isRetryable(response.status, code),
    retryAfterSeconds: readRetryAfter(response),
    errors: Array.isArray(errors) ? errors.filter(isFieldError) : [],
  });
}

/** Reads `Retry-After`: seconds, or a date as proxies may send. */
export function readRetryAfter({ headers }: Response): number | undefined {
  const value = headers.get('retry-after');
  if (value === null) return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, Math.ceil((at - Date.now()) / 1_000));
}

/** Whether a part of an answer is an invalid field, as a problem document lists it. */
export const isFieldError = (value: unknown): value is FieldError => {
  const { path, message }: Partial<Record<string, unknown>> = Object(value);
  return typeof path === 'string' && typeof message === 'string';
};
