import type { ClientName, Issuer } from '../configuration.ts';
import { SignInEndedError } from '../token-source.ts';

/** What a sign-in must know when the issuer sends the browser back. None of it is a token. */
export type PendingSignIn = {
  readonly client: ClientName;
  /** The issuer hands it back, so that no other page can finish a sign-in here. */
  readonly state: string;
  /** Only who knows it gets the tokens for the code. */
  readonly verifier: string;
  /** The path of the view to go back to. */
  readonly returnTo: string;
};

export type Tokens = {
  readonly access: string;
  /** Says who signed in. A renewal may leave it out. */
  readonly id: string | undefined;
  /** Undefined if the issuer gives none: the sign-in then ends with the access token. */
  readonly refresh: string | undefined;
  /** Seconds. */
  readonly lifetime: number;
};

/** The issuer did not answer as it should. Trying again may help. */
export class IssuerError extends Error {
  override readonly name = 'IssuerError';
}

/** Starts a sign-in: the address to send the browser to, and what to remember until it is back. */
export async function startCodeFlow(
  { authorizationUrl, clients }: Issuer,
  { client, returnTo, redirectUri }: { client: ClientName; returnTo: string; redirectUri: string },
): Promise<{ readonly url: string; readonly pending: PendingSignIn }> {
  const { id, scopes } = clients[client];
  const pending = { client, returnTo, state: makeRandomText(), verifier: makeRandomText() };
  const url = new URL(authorizationUrl);
  const parameters = {
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state: pending.state,
    code_challenge: await makeChallenge(pending.verifier),
    code_challenge_method: 'S256',
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, pending };
}

/**
 * Gets the tokens for the code with which the issuer has sent the browser back.
 *
 * @throws SignInEndedError if it sent no code, or the code of another sign-in; IssuerError; TypeError or
 *   DOMException if there is no answer
 */
export async function finishCodeFlow(
  issuer: Issuer,
  pending: PendingSignIn,
  { query, redirectUri }: { query: URLSearchParams; redirectUri: string },
): Promise<Tokens> {
  const code = query.get('code');
  if (query.get('state') !== pending.state || code === null) {
    throw new SignInEndedError(query.get('error') ?? 'This is another sign-in.');
  }
  return await requestTokens(issuer, {
    grant_type: 'authorization_code',
    client_id: issuer.clients[pending.client].id,
    code,
    redirect_uri: redirectUri,
    code_verifier: pending.verifier,
  });
}

/**
 * Gets new tokens for a refresh token. An issuer that rotates refresh tokens gives a new one with each.
 *
 * @throws SignInEndedError if it is not valid any more; IssuerError; TypeError or DOMException
 */
export const renewTokens = (
  issuer: Issuer,
  client: ClientName,
  refreshToken: string,
): Promise<Tokens> =>
  requestTokens(issuer, {
    grant_type: 'refresh_token',
    client_id: issuer.clients[client].id,
    refresh_token: refreshToken,
  });

/**
 * Revokes a refresh token, also if the page is left meanwhile. Nobody has the token any more, so a failure
 * changes nothing for anybody.
 */
export async function revokeToken(
  { revocationUrl, clients }: Issuer,
  client: ClientName,
  token: string,
): Promise<void> {
  if (revocationUrl === undefined) return;
  const body = new URLSearchParams({ token, client_id: clients[client].id });
  await fetch(revocationUrl, { method: 'POST', body, keepalive: true }).catch(() => undefined);
}

/** Where a sign-out leads the browser. Undefined if the issuer has no such place. */
export function makeSignOutUrl(
  { signOut, clients }: Issuer,
  client: ClientName,
  returnUri: string,
): string | undefined {
  if (signOut === undefined) return undefined;
  const url = new URL(signOut.url);
  url.searchParams.set('client_id', clients[client].id);
  url.searchParams.set(signOut.returnParameter, returnUri);
  return url.href;
}

/** Milliseconds. */
const TIMEOUT_MS = 15_000;

/** Seconds. An issuer should say it, and need not (RFC 6749, 5.1). */
const UNSTATED_LIFETIME = 300;

async function requestTokens(
  { tokenUrl }: Issuer,
  parameters: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const response = await fetch(tokenUrl, {
    method: 'POST',
    body: new URLSearchParams(parameters),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  const body: Readonly<Record<string, unknown>> = Object(
    await response.json().catch(() => undefined),
  );
  if (body.error === 'invalid_grant') throw new SignInEndedError('invalid_grant');
  const { access_token, id_token, refresh_token, expires_in } = body;
  if (!response.ok || typeof access_token !== 'string') {
    throw new IssuerError(`The issuer answered ${response.status}.`);
  }
  return {
    access: access_token,
    id: typeof id_token === 'string' ? id_token : undefined,
    refresh: typeof refresh_token === 'string' ? refresh_token : undefined,
    lifetime: typeof expires_in === 'number' ? expires_in : UNSTATED_LIFETIME,
  };
}

/** Bytes: as many as the challenge has. */
const RANDOM_BYTES = 32;

const makeRandomText = (): string =>
  toBase64Url(crypto.getRandomValues(new Uint8Array(RANDOM_BYTES)));

const makeChallenge = async (verifier: string): Promise<string> =>
  toBase64Url(
    new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier))),
  );

const toBase64Url = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
