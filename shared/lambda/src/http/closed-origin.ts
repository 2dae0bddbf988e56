import { createHash, timingSafeEqual } from 'node:crypto';
import { ORIGIN_HEADER } from '@willcall/contracts';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import type { Environment } from '../configuration/environment.ts';
import { ConfigurationError } from '../errors.ts';
import type { HttpFunction } from './http-handler.ts';

/** As the gateway's own refusal: whoever comes around the front learns nothing of what is behind. */
const FORBIDDEN: APIGatewayProxyStructuredResultV2 = {
  statusCode: 403,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ message: 'Forbidden' }),
};

/**
 * A function that answers only what came through the distribution and its firewall, where there is
 * one: an HTTP API has no resource policy, so its own address can only be closed here. Before
 * everything else, no route or parser sees a request without one of the `ORIGIN_SECRETS` in its
 * {@link ORIGIN_HEADER}; none sees the header itself. Without secrets, as locally, all is let through.
 *
 * @throws ConfigurationError when `ORIGIN_SECRETS` is set, and wrong: nothing is open by mistake.
 */
export function closeOrigin(environment: Environment, inside: HttpFunction): HttpFunction {
  const secrets = readOriginSecrets(environment)?.map(digest);
  if (secrets === undefined) return inside;
  return async (event, context) => {
    const { [ORIGIN_HEADER]: given, ...headers } = event.headers;
    return isOneOf(secrets, given) ? inside({ ...event, headers }, context) : FORBIDDEN;
  };
}

/** In the same time for every value: of equal length by the digest, and none compared less than the others. */
function isOneOf(secrets: readonly Buffer[], given: string | undefined): boolean {
  const candidate = digest(given ?? '');
  return secrets.filter((secret) => timingSafeEqual(secret, candidate)).length > 0;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Characters. Nobody tries that many out. */
const MIN_SECRET_LENGTH = 32;

const Secrets = z
  .string()
  .transform((list) => list.split(','))
  .pipe(z.array(z.string().min(MIN_SECRET_LENGTH)))
  .optional();

/**
 * `ORIGIN_SECRETS`: the values, separated by commas, that a request may prove its way with; several
 * while one takes over from another. Nothing when the variable is not set. Read by itself, since the
 * health function has nothing else to be set up.
 *
 * @throws ConfigurationError when it is set, and a value is empty or too short.
 */
function readOriginSecrets({ ORIGIN_SECRETS }: Environment): readonly string[] | undefined {
  const parsed = Secrets.safeParse(ORIGIN_SECRETS);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError('Missing or wrong in the environment: ORIGIN_SECRETS');
}
