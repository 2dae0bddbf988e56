import { setTimeout as delay } from 'node:timers/promises';
import { ADMIN_SCOPE, BUY_SCOPE } from '@willcall/contracts';
import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';

/** A program that may ask an issuer for tokens of its own. */
export type TokenClient = { readonly url: string; readonly id: string; readonly secret: string };

const Granted = z.object({ access_token: z.string().min(1) });

/** Milliseconds. An issuer answers in one second; a pipeline need not wait for more than some. */
const PATIENCE_MS = 15_000;

/** Milliseconds. The name of a user pool that was just made is known within a minute. */
const NEW_NAME_MS = 90_000;
const BETWEEN_TRIES_MS = 3_000;

/** What a program asks for that is both buyer and admin. */
const SCOPES = `${BUY_SCOPE} ${ADMIN_SCOPE}`;

/**
 * An access token for both buyer and admin, by OAuth's client credentials grant.
 * Source: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 *
 * @param isNew whether the issuer may have been made just now: then it is waited for
 * @throws CommandError when the issuer grants none; the secret is not in it
 */
export const grantedToken = async (client: TokenClient, isNew = false): Promise<string> => {
  const until = Date.now() + (isNew ? NEW_NAME_MS : 0);
  for (;;) {
    try {
      return await ask(client);
    } catch (error) {
      if (!(error instanceof UnreachableIssuerError) || Date.now() >= until) throw error;
      await delay(BETWEEN_TRIES_MS);
    }
  }
};

class UnreachableIssuerError extends CommandError {}

const ask = async ({ url, id, secret }: TokenClient): Promise<string> => {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES }),
  }).catch((cause: unknown) => {
    const where = URL.parse(url)?.origin ?? url;
    throw new UnreachableIssuerError(`The issuer of tokens does not answer at ${where}.`, {
      cause,
    });
  });
  const granted = Granted.safeParse(await answer.json().catch(() => undefined));
  if (answer.status !== 200 || !granted.success) {
    throw new CommandError(`The issuer of tokens answered ${answer.status} and gave none.`);
  }
  return granted.data.access_token;
};
