import { setTimeout } from 'node:timers/promises';
import { retry } from '@willcall/domain';
import * as z from 'zod/mini';
import { KeysUnavailableError } from '../errors.ts';
import { MAX_ATTEMPTS } from './client-config.ts';
import type { CommonEnvironment } from './environment.ts';
import { createSignedRequest, RefusedRequestError } from './signed-request.ts';

/** Milliseconds between two tries. */
const RETRY_DELAY_MS = 100;

const Answer = z.object({ SecretString: z.optional(z.string()) });

/**
 * Returns a function that reads the text of a secret from Secrets Manager.
 * Source: https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html
 *
 * @param arn the ARN of the secret.
 * @param what is in it, e.g. `purchase id keys`.
 * @throws KeysUnavailableError on any failure, because a permission that was just granted also takes time
 *   to apply. A try without an answer, and one that the service failed or throttled, is repeated.
 */
export function createSecretReader(
  arn: string,
  what: string,
  environment: CommonEnvironment,
): (signal: AbortSignal) => Promise<string> {
  const send = createSignedRequest(
    {
      client: 'SECRETS_MANAGER',
      service: 'secretsmanager',
      target: 'secretsmanager.GetSecretValue',
      jsonVersion: '1.1',
    },
    environment,
  );

  return async (signal) => {
    let cause: unknown;
    const secret = await retry(
      async () => {
        try {
          return { text: Answer.parse(await send({ SecretId: arn }, signal)).SecretString };
        } catch (error) {
          cause = error;
          return error instanceof RefusedRequestError && !error.isRetryable
            ? { failed: true }
            : 'again';
        }
      },
      {
        attempts: MAX_ATTEMPTS,
        signal,
        delayMs: () => RETRY_DELAY_MS,
        wait: setTimeout,
        exhausted: () => unavailable(what, cause),
      },
    );
    if ('failed' in secret) throw unavailable(what, cause);
    if (secret.text !== undefined) return secret.text;
    throw new KeysUnavailableError(`The secret with the ${what} has no text value`);
  };
}

const unavailable = (what: string, cause: unknown) =>
  new KeysUnavailableError(`The secret with the ${what} cannot be read`, { cause });
