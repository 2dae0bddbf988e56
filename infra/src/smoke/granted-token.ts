import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from '@willcall/cli';
import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';
import { retry } from '@willcall/domain';
import * as z from 'zod';

/** A program that may ask an issuer for tokens of its own. */
type TokenClient = { readonly url: string; readonly id: string; readonly secret: string };

const Granted = z.object({ access_token: z.string().min(1) });

/** Milliseconds. An issuer answers in one second; a pipeline need not wait for more than some. */
const TIMEOUT_MS = 15_000;

/** The name of a user pool that was just made is known within a minute: it is asked for 90 seconds. */
const NEW_ISSUER_ATTEMPTS = 30;
const ATTEMPT_DELAY_MS = 3_000;

/** What a program asks for that is both buyer and admin. */
const SCOPES = `${BUY_SCOPE} ${ADMIN_SCOPE}`;

/**
 * An access token for both buyer and admin, by OAuth's client credentials grant.
 * Source: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 *
 * @param isNew whether the issuer may have been made just now: then it is waited for
 * @throws CommandError when the issuer grants none; the secret is not in it
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
 * The environment with tokens for a program, where no person is there to sign in: when
 * WILLCALL_TOKEN_URL is set, one access token for both buyer and admin, of the client that
 * WILLCALL_CLIENT_ID and WILLCALL_CLIENT_SECRET name. Tokens that are there already stay.
 *
 * @throws CommandError when the issuer grants none, or the client is not named
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
