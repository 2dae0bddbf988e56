import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '../command/command-error.ts';
import { retryAfterMs } from './retry-after-ms.ts';

export type Call = {
  readonly method: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
};

export type Answer = {
  readonly status: number;
  readonly headers: Headers;
  /** Undefined where it is no JSON. */
  readonly body: unknown;
};

export type SmokeApi = (call: Call) => Promise<Answer>;

/** Longer than API Gateway lets an integration run: 30 seconds. */
const SILENCE_MS = 35_000;

/** Milliseconds before another try when the server does not say. */
const PAUSE_MS = 1_000;

/** What a busy or just deployed stage may answer for a while; every call here is safe to repeat. */
const PASSING: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/**
 * The API at an origin. Passing faults are tried again, as the server says when, until the signal.
 *
 * @throws CommandError when it cannot be reached, or leads elsewhere
 */
export const openSmokeApi =
  (origin: string, signal: AbortSignal): SmokeApi =>
  async (call) => {
    for (;;) {
      const answer = await send(origin, call);
      if (!PASSING.has(answer.status) || signal.aborted) return answer;
      await delay(retryAfterMs(answer.headers, PAUSE_MS), undefined, { signal }).catch(() => {
        // The deadline is near enough: what was answered last is what is told.
      });
      if (signal.aborted) return answer;
    }
  };

const send = async (origin: string, call: Call): Promise<Answer> => {
  const { method, path, token, headers, body } = call;
  const target = new URL(path, origin);
  if (target.origin !== origin) {
    throw new CommandError(`${path} leads to another host, which must not see the token.`);
  }
  try {
    const response = await fetch(target, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(SILENCE_MS),
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return {
      status: response.status,
      headers: response.headers,
      body: jsonOrNothing(await response.text()),
    };
  } catch (error) {
    const { cause } = error as Error;
    const why = cause instanceof Error ? cause.message : (error as Error).message;
    throw new CommandError(`${method} ${target.href} got no answer: ${why || 'no connection'}.`, {
      cause: error,
    });
  }
};

const jsonOrNothing = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
