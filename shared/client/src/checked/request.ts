import type { answers, RouteId } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import type { Token } from '../http.ts';
import { ApiError } from './api-error.ts';
import {
  ForeignOriginError,
  type HttpAnswer,
  type HttpRequest,
  type Transport,
} from './transport.ts';

/** Waits for some milliseconds. Rejects if the signal ends the wait. */
export type Wait = (milliseconds: number, signal: AbortSignal | undefined) => Promise<unknown>;

/** When and how often to repeat a request that is safe to repeat. */
export type RetryPolicy = {
  /** The maximum number of attempts. `Infinity` means until the signal. */
  readonly attempts: number;
  /** Milliseconds before the second attempt without Retry-After. Doubles each time. */
  readonly firstPauseMs: number;
  /** The maximum milliseconds between two attempts without Retry-After. */
  readonly longestPauseMs: number;
  /** The statuses that are worth another attempt. */
  readonly on: readonly (number | 'no-answer')[];
};

/** After six attempts the server is down, and more requests would not help. */
export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 6,
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  on: [429, 503, 'no-answer'],
};

export type CheckedRequest = Omit<HttpRequest, 'token' | 'method'> & {
  readonly method: string;
  readonly token?: Token | undefined;
  /** A path with parameter names, for messages. It is the same for every id. */
  readonly route: string;
  /** The status of a successful response. */
  readonly status: number;
  /** The schema of a successful body. If omitted, the body is not checked. */
  readonly answer?: (typeof answers)[RouteId];
  /** A description of a successful response, if it is more than the status. */
  readonly expected?: string | undefined;
  /** Whether it is safe to send twice. Defaults to the method and the Idempotency-Key. */
  readonly isSafeToRepeat?: boolean | undefined;
};

/** Sends a request, repeats it if that is safe, and throws ApiError unless it succeeds. */
export type SendChecked = (request: CheckedRequest) => Promise<HttpAnswer>;

/**
 * Sends a request. Repeats it as `policy` says if it is safe to repeat: GET, PUT, DELETE, any
 * request with an Idempotency-Key, and any that its caller declares safe.
 *
 * @throws ApiError for any response but success: the last one if the attempts run out, or the
 *   signal ends a wait between two attempts; the signal's reason if it ends an attempt
 */
export async function sendChecked(
  transport: Transport,
  { route, status, answer: schema, expected, token, isSafeToRepeat, ...request }: CheckedRequest,
  { policy, wait }: { readonly policy: RetryPolicy; readonly wait: Wait },
): Promise<HttpAnswer> {
  const { signal } = request;
  const failed = (answer: HttpAnswer | undefined, cause?: unknown) =>
    new ApiError(route, answer, expected ?? String(status), { cause });
  // Before the first attempt there is no answer.
  let failure = failed(undefined);
  return await retry<HttpAnswer>(
    async () => {
      try {
        const bearer = typeof token === 'function' ? await token() : token;
        const answer = await transport.send({ ...request, token: bearer });
        const judged = answer.status === status ? schema?.safeParse(answer.body) : undefined;
        if (answer.status === status && judged?.success !== false) return answer;
        failure = failed(answer, judged?.error);
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof ForeignOriginError) throw cause;
        failure = failed(undefined, cause);
      }
      if (policy.on.includes(failure.status ?? 'no-answer')) return 'again';
      throw failure;
    },
    {
      attempts: (isSafeToRepeat ?? isIdempotent(request)) ? policy.attempts : 1,
      delayMs: (nth) => computePauseMs(failure, nth, policy),
      wait: (milliseconds) =>
        wait(milliseconds, signal).catch(() => {
          throw failure;
        }),
      exhausted: () => failure,
    },
  );
}

const isIdempotent = ({ method, headers }: Pick<CheckedRequest, 'method' | 'headers'>): boolean =>
  ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method) || headers?.['idempotency-key'] !== undefined;

const computePauseMs = (
  { retryAfterSeconds }: ApiError,
  nth: number,
  { firstPauseMs, longestPauseMs }: RetryPolicy,
): number =>
  retryAfterSeconds === undefined
    ? Math.min(longestPauseMs, firstPauseMs * 2 ** nth)
    : retryAfterSeconds * 1_000;
