import { randomUUID } from 'node:crypto';
import type middy from '@middy/core';
import { IdempotencyKey } from '@willcall/contracts';
import { type HttpEvent, type HttpReply, ProblemError } from '@willcall/lambda';

export const IDEMPOTENCY_KEY_HEADER = 'idempotency-key';

/**
 * Gives every request an idempotency key, the caller's or a generated one, and returns it in every
 * response, including errors. A caller who sent no key can retry with the generated one.
 *
 * @throws ProblemError INVALID_IDEMPOTENCY_KEY
 */
export function idempotencyKey(): middy.MiddlewareObj<HttpEvent, HttpReply> {
  const returnKey: middy.MiddlewareFn<HttpEvent, HttpReply> = ({ event, response }) => {
    const key = event.headers[IDEMPOTENCY_KEY_HEADER];
    if (!response || key === undefined || !IdempotencyKey.safeParse(key).success) return;
    Object.assign(response, { headers: { ...response.headers, [IDEMPOTENCY_KEY_HEADER]: key } });
  };
  return {
    before: ({ event }) => {
      event.headers[IDEMPOTENCY_KEY_HEADER] ??= randomUUID();
      if (!IdempotencyKey.safeParse(event.headers[IDEMPOTENCY_KEY_HEADER]).success) {
        throw new ProblemError('INVALID_IDEMPOTENCY_KEY');
      }
    },
    after: returnKey,
    onError: returnKey,
  };
}
