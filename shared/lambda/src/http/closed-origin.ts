import { createHash, timingSafeEqual } from 'node:crypto';
import { ORIGIN_HEADER } from '@willcall/contracts';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod/mini';
import type { Environment } from '../configuration/environment.ts';
import { ConfigurationError } from '../errors.ts';
import type { HttpFunction } from './http-handler.ts';

/**
 * The same response as the gateway's own refusal, so that it reveals nothing about the function
 * behind it.
 */
const FORBIDDEN: APIGatewayProxyStructuredResultV2 = {
  statusCode: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'Forbidden' }),
};

/**
 * Wraps a function so that it answers only requests that came through the distribution and its
 * firewall. An HTTP API has no resource policy, so its own address can only be closed in the
 * function. The check runs first: no route or parser sees a request without one of the
 * `ORIGIN_SECRETS` in its {@link ORIGIN_HEADER}, and none sees the header itself. Without secrets,
 * as in local runs, every request passes.
 *
 * @throws ConfigurationError if `ORIGIN_SECRETS` is set but invalid, so the function never opens by
 *   mistake.
 */
export function closeOrigin(environment: Environment, inside: HttpFunction): HttpFunction {
  const secrets = readOriginSecrets(environment)?.map(digest);
  if (secrets === undefined) return inside;
  return async (event, context) => {
    const { [ORIGIN_HEADER]: given, ...headers } = event.headers;
    return isOneOf(secrets, given) ? inside({ ...event, headers }, context) : FORBIDDEN;
  };
}

/** Takes the same time for every value: digests have equal length, and all secrets are compared. */
function isOneOf(secrets: readonly Buffer[], given: string | undefined): boolean {
  const candidate = digest(given ?? '');
  return secrets.filter((secret) => timingSafeEqual(secret, candidate)).length > 0;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Characters. Too long to guess. */
const MIN_SECRET_LENGTH = 32;

const Secrets = z.optional(
  z.pipe(
    z.pipe(
      z.string(),
      z.transform((list) => list.split(',')),
    ),
    z.array(z.string().check(z.minLength(MIN_SECRET_LENGTH))),
  ),
);

/**
 * Reads `ORIGIN_SECRETS`, the accepted values separated by commas. There are several during a
 * rotation. Returns undefined if the variable is not set. It is read on its own because the health
 * function has no other configuration.
 *
 * @throws ConfigurationError if a value is empty or too short.
 */
function readOriginSecrets({ ORIGIN_SECRETS }: Environment): readonly string[] | undefined {
  const parsed = Secrets.safeParse(ORIGIN_SECRETS);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError('Missing or invalid environment variables: ORIGIN_SECRETS');
}
