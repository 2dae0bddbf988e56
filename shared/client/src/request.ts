import { setTimeout as delay } from 'node:timers/promises';
import type { RouteDefinition } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import { ApiError } from './api-error.ts';
import {
  ForeignOriginError,
  type HttpAnswer,
  type HttpRequest,
  type Transport,
} from './transport.ts';

/** A bearer token, or where one comes from that is still valid. */
export type Token = string | (() => string | Promise<string>);

/** When and how often a request that is safe to repeat is sent again. */
export type RetryPolicy = {
  /** The most times that it is sent; `Infinity` for as long as the signal lasts. */
  readonly attempts: number;
  /** Milliseconds before the second attempt when the server does not say, doubled each time. */
  readonly firstPauseMs: number;
  /** The most milliseconds between two attempts when the server does not say. */
  readonly longestPauseMs: number;
  /** What is worth another attempt. */
  readonly on: readonly (number | 'no-answer')[];
};

/** After six attempts something is down, and more requests would not help. */
export const DEFAULT_RETRY: RetryPolicy = {
  attempts: 6,
  firstPauseMs: 250,
  longestPauseMs: 10_000,
  on: [429, 503, 'no-answer'],
};

export type CheckedRequest = Omit<HttpRequest, 'token' | 'method'> & {
  readonly method: string;
  readonly token?: Token | undefined;
  /** For people: a path with the names of its parameters, so that it is the same for every id. */
  readonly route: string;
  /** The status of success. */
  readonly status: number;
  /** The body of a success; not judged when left out. */
  readonly answer?: RouteDefinition['answer'];
  /** For people: what a success is, when not just its status. */
  readonly expected?: string | undefined;
  /** Whether it may be sent twice; by its method and Idempotency-Key when left out. */
  readonly isSafeToRepeat?: boolean | undefined;
};

/** Sends a request, again where that is safe, and throws ApiError for all but success. */
export type SendChecked = (request: CheckedRequest) => Promise<HttpAnswer>;

/**
 * Sends a request, and again while `policy` says so and it is safe to repeat: GET, PUT, DELETE,
 * whatever carries an Idempotency-Key, and what its caller declares safe.
 *
 * @throws ApiError for another answer than success: the last one when the attempts, or the signal,
 *   end between two attempts; the signal's reason when it ends an attempt
 */
export async function sendChecked(
  transport: Transport,
  { route, status, answer: schema, expected, token, isSafeToRepeat, ...request }: CheckedRequest,
  policy: RetryPolicy,
): Promise<HttpAnswer> {
  const { signal } = request;
  const failed = (answer: HttpAnswer | undefined, cause?: unknown) =>
    new ApiError(route, answer, expected ?? String(status), { cause });
  // Before the first attempt nothing was answered.
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
      delayMs: (nth) => pauseMs(failure, nth, policy),
      wait: (milliseconds) =>
        delay(milliseconds, undefined, { signal }).catch(() => {
          throw failure;
        }),
      exhausted: () => failure,
    },
  );
}

const isIdempotent = ({ method, headers }: Pick<CheckedRequest, 'method' | 'headers'>): boolean =>
  ['GET', 'HEAD', 'PUT', 'DELETE'].includes(method) || headers?.['idempotency-key'] !== undefined;

const pauseMs = (
  { retryAfterSeconds }: ApiError,
  nth: number,
  { firstPauseMs, longestPauseMs }: RetryPolicy,
): number =>
  retryAfterSeconds === undefined
    ? Math.min(longestPauseMs, firstPauseMs * 2 ** nth)
    : retryAfterSeconds * 1_000;
