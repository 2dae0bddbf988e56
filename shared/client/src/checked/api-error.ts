import { type FieldError, isFieldError } from '../error.ts';
import type { HttpAnswer } from './transport.ts';

/**
 * The kind of an ApiError: a function's problem document, the gateway's own `{message}`, another
 * unexpected answer, or no answer.
 */
export type ApiErrorKind = 'problem' | 'gateway' | 'unexpected' | 'no-answer';

/** The API did not return the expected answer. The same answer always gives the same message. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly kind: ApiErrorKind;
  /** The HTTP status. Undefined without an answer. */
  readonly status: number | undefined;
  /** The code of a problem document: one of `problems`, or a newer one. */
  readonly code: string | undefined;
  /** The detail of a problem document, or the gateway's message. */
  readonly detail: string | undefined;
  /** The invalid fields of a refused request. */
  readonly errors: readonly FieldError[];
  readonly retryAfterSeconds: number | undefined;
  /** The whole answer. */
  readonly answer: HttpAnswer | undefined;

  /**
   * @param route for people, e.g. `POST /v1/purchases`
   * @param answer undefined if there was none; the reason is then the cause
   * @param expected e.g. `202 with a Location`
   */
  constructor(
    route: string,
    answer: HttpAnswer | undefined,
    expected: string,
    options?: ErrorOptions,
  ) {
    const document: Partial<Record<string, unknown>> = Object(answer?.body);
    const code = asText(document.code);
    super(`${route}: ${describe(answer, code)} instead of ${expected}`, options);
    this.kind = classify(answer, document);
    this.status = answer?.status;
    this.code = code;
    this.detail = this.kind === 'gateway' ? asText(document.message) : asText(document.detail);
    this.errors = Array.isArray(document.errors) ? document.errors.filter(isFieldError) : [];
    this.retryAfterSeconds = answer && retryAfterSeconds(answer);
    this.answer = answer;
  }
}

/** The seconds of an answer's Retry-After. Undefined if it has none. */
export function retryAfterSeconds({ headers }: Pick<HttpAnswer, 'headers'>): number | undefined {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds) ? Number(seconds) : undefined;
}

const describe = (answer: HttpAnswer | undefined, code: string | undefined): string => {
  if (answer === undefined) return 'no answer';
  return code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
};

const classify = (
  answer: HttpAnswer | undefined,
  { code, message }: Partial<Record<string, unknown>>,
): ApiErrorKind => {
  if (answer === undefined) return 'no-answer';
  if (answer.status < 400) return 'unexpected';
  if (typeof code === 'string') return 'problem';
  return typeof message === 'string' ? 'gateway' : 'unexpected';
};

const asText = (value: unknown): string | undefined =>
  typeof value === 'string' ? value : undefined;
