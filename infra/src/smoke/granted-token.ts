import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '@willcall/cli';
import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import * as z from 'zod';

/** A client that can request tokens from an issuer with its own credentials. */
type TokenClient = { readonly url: string; readonly id: string; readonly secret: string };

const Granted = z.object({ access_token: z.string().min(1) });

/** Milliseconds. An issuer answers within a second, so a pipeline does not need to wait longer. */
const TIMEOUT_MS = 15_000;

/** The domain of a new user pool resolves within a minute. The attempts cover 90 seconds. */
const NEW_ISSUER_ATTEMPTS = 30;
const ATTEMPT_DELAY_MS = 3_000;

/** The scopes of a token for both buyer and admin. */
const SCOPES = `${BUY_SCOPE} ${ADMIN_SCOPE}`;

/**
 * Requests an access token for both buyer and admin by OAuth's client credentials grant.
 * Source: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 *
 * @param isNew whether the issuer may be new. Then requests are repeated until it answers
 * @throws CommandError if the issuer grants no token. The error does not contain the secret
 */
export const requestToken = async (client: TokenClient, isNew = false): Promise<string> => {
  let cause: unknown;
  const attempt = () =>
    postTokenRequest(client).catch((error: unknown) => {
      cause = error;
      return 'again' as const;
    });
  const answer = await retry<Response>(attempt, {
    attempts: isNew ? NEW_ISSUER_ATTEMPTS : 1,
    delayMs: () => ATTEMPT_DELAY_MS,
    wait: delay,
    exhausted: () => {
      const where = URL.parse(client.url)?.origin ?? client.url;
      return new CommandError(`The token issuer at ${where} does not answer.`, { cause });
    },
  });
  const granted = Granted.safeParse(await answer.json().catch(() => undefined));
  if (answer.status !== 200 || !granted.success) {
    throw new CommandError(`The token issuer answered ${answer.status} and granted no token.`);
  }
  return granted.data.access_token;
};

const postTokenRequest = ({ url, id, secret }: TokenClient): Promise<Response> =>
  fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES }),
  });

/**
 * Adds tokens to the environment of a pipeline, where no user can sign in. If WILLCALL_TOKEN_URL is
 * set, requests one access token for both buyer and admin with WILLCALL_CLIENT_ID and
 * WILLCALL_CLIENT_SECRET. Keeps tokens that are already set.
 *
 * @throws CommandError if the issuer grants no token, or the client is not set
 */
export const withClientToken = async (
  environment: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> => {
  const {
    WILLCALL_TOKEN_URL: url,
    WILLCALL_CLIENT_ID: id,
    WILLCALL_CLIENT_SECRET: secret,
  } = environment;
  if (!url) return environment;
  if (!id || !secret) {
    throw new CommandError(
      'WILLCALL_TOKEN_URL requires WILLCALL_CLIENT_ID and WILLCALL_CLIENT_SECRET.',
    );
  }
  const token = await requestToken({ url, id, secret });
  return {
    ...environment,
    WILLCALL_TOKEN: environment.WILLCALL_TOKEN || token,
    WILLCALL_ADMIN_TOKEN: environment.WILLCALL_ADMIN_TOKEN || token,
  };
};
