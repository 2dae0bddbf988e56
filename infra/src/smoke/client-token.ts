import * as z from 'zod';
import { CommandError } from '../command/command-error.ts';

const Granted = z.object({ access_token: z.string().min(1) });

/** Milliseconds. An issuer answers in one second; a pipeline need not wait for more than some. */
const PATIENCE_MS = 15_000;

/** What a program asks for that is both buyer and admin. */
const SCOPES = 'willcall/buy willcall/admin';

/**
 * The environment with tokens for a program, where no person is there to sign in: when
 * WILLCALL_TOKEN_URL is set, one access token for both buyer and admin, by OAuth's client credentials
 * grant (WILLCALL_CLIENT_ID, WILLCALL_CLIENT_SECRET). Tokens that are there already stay.
 * Source: https://www.rfc-editor.org/rfc/rfc6749#section-4.4
 *
 * @throws CommandError when the issuer grants none
 */
export const withClientToken = async (
  environment: NodeJS.ProcessEnv,
): Promise<NodeJS.ProcessEnv> => {
  const { WILLCALL_TOKEN_URL: url, WILLCALL_CLIENT_ID, WILLCALL_CLIENT_SECRET } = environment;
  if (!url) return environment;
  const token = await grantedToken(url, WILLCALL_CLIENT_ID ?? '', WILLCALL_CLIENT_SECRET ?? '');
  return {
    ...environment,
    WILLCALL_TOKEN: environment.WILLCALL_TOKEN || token,
    WILLCALL_ADMIN_TOKEN: environment.WILLCALL_ADMIN_TOKEN || token,
  };
};

const grantedToken = async (url: string, id: string, secret: string): Promise<string> => {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(PATIENCE_MS),
    headers: { authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}` },
    body: new URLSearchParams({ grant_type: 'client_credentials', scope: SCOPES }),
  }).catch((cause: unknown) => {
    throw new CommandError('The issuer of tokens got no request: look at WILLCALL_TOKEN_URL.', {
      cause,
    });
  });
  const granted = Granted.safeParse(await answer.json().catch(() => undefined));
  if (answer.status !== 200 || !granted.success) {
    throw new CommandError(`The issuer of tokens answered ${answer.status} and gave none.`);
  }
  return granted.data.access_token;
};
