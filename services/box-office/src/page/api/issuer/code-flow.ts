import * as oauth from 'oauth4webapi';
import type { ClientName, Issuer } from '../configuration.ts';
import { SignInEndedError } from '../token-source.ts';

/** What a sign-in must know when the issuer sends the browser back. None of it is a token. */
export type PendingSignIn = {
  readonly client: ClientName;
  /** The issuer hands it back, so that no other page can finish a sign-in here. */
  readonly state: string;
  /** Only who knows it gets the tokens for the code. */
  readonly verifier: string;
  /** The ID token must have it, if one was asked for. */
  readonly nonce: string | undefined;
  /** The path of the view to go back to. */
  readonly returnTo: string;
};

export type Tokens = {
  readonly access: string;
  /** What the ID token says about who signed in. A renewal may leave it out. */
  readonly claims: Readonly<Record<string, unknown>> | undefined;
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
  const nonce = scopes.includes('openid') ? oauth.generateRandomNonce() : undefined;
  const [state, verifier] = [oauth.generateRandomState(), oauth.generateRandomCodeVerifier()];
  const url = new URL(authorizationUrl);
  const parameters = {
    response_type: 'code',
    client_id: id,
    redirect_uri: redirectUri,
    scope: scopes.join(' '),
    state,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(nonce !== undefined && { nonce }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url: url.href, pending: { client, returnTo, state, verifier, nonce } };
}

/**
 * Gets the tokens for the code with which the issuer has sent the browser back.
 *
 * @throws SignInEndedError if it has refused the sign-in, or this is another one; IssuerError; TypeError or
 *   DOMException if there is no answer
 */
export async function finishCodeFlow(
  issuer: Issuer,
  pending: PendingSignIn,
  { query, redirectUri }: { query: URLSearchParams; redirectUri: string },
): Promise<Tokens> {
  const { server, client } = describe(issuer, pending.client);
  const { state, verifier, nonce } = pending;
  let granted: URLSearchParams;
  try {
    granted = oauth.validateAuthResponse(server, client, query, state);
  } catch (error) {
    const refusal = error instanceof oauth.AuthorizationResponseError ? error.error : undefined;
    throw new SignInEndedError(refusal ?? 'This is another sign-in.');
  }
  const to = optionsFor(issuer.tokenUrl);
  return await readTokens(
    oauth.authorizationCodeGrantRequest(server, client, APP, granted, redirectUri, verifier, to),
    (answer) =>
      oauth.processAuthorizationCodeResponse(server, client, answer, {
        expectedNonce: nonce ?? oauth.expectNoNonce,
      }),
  );
}

/**
 * Gets new tokens for a refresh token. An issuer that rotates refresh tokens gives a new one with each.
 *
 * @throws SignInEndedError if it is not valid any more; IssuerError; TypeError or DOMException
 */
export async function renewTokens(
  issuer: Issuer,
  name: ClientName,
  refreshToken: string,
): Promise<Tokens> {
  const { server, client } = describe(issuer, name);
  const to = optionsFor(issuer.tokenUrl);
  return await readTokens(
    oauth.refreshTokenGrantRequest(server, client, APP, refreshToken, to),
    (answer) => oauth.processRefreshTokenResponse(server, client, answer),
  );
}

/**
 * Revokes a refresh token, also if the page is left meanwhile. Nobody has the token any more, so a failure
 * changes nothing for anybody.
 */
export async function revokeToken(issuer: Issuer, name: ClientName, token: string): Promise<void> {
  if (issuer.revocationUrl === undefined) return;
  const { server, client } = describe(issuer, name);
  const to = {
    ...optionsFor(issuer.revocationUrl),
    [oauth.customFetch]: (url: string, init: RequestInit) =>
      fetch(url, { ...init, keepalive: true }),
  };
  await oauth.revocationRequest(server, client, APP, token, to).catch(() => undefined);
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

/** How the page shows which app it is: by its id alone, because a page keeps no secret. */
const APP = oauth.None();

const describe = (issuer: Issuer, name: ClientName) => ({
  server: {
    issuer: issuer.identifier,
    token_endpoint: issuer.tokenUrl,
    ...(issuer.revocationUrl !== undefined && { revocation_endpoint: issuer.revocationUrl }),
  },
  client: {
    client_id: issuer.clients[name].id,
    // An ID token comes from the issuer itself, just now. A device with a wrong clock can sign in, too.
    [oauth.clockTolerance]: Number.MAX_SAFE_INTEGER,
  },
});

const optionsFor = (url: string) => ({
  signal: AbortSignal.timeout(TIMEOUT_MS),
  // Without TLS, tokens go only to an issuer on this device.
  [oauth.allowInsecureRequests]: new URL(url).hostname === '127.0.0.1',
});

async function readTokens(
  asked: Promise<Response>,
  read: (answer: Response) => Promise<oauth.TokenEndpointResponse>,
): Promise<Tokens> {
  const answer = await asked.then(read).catch((error: unknown) => {
    throw decideOutcome(error);
  });
  return {
    access: answer.access_token,
    claims: oauth.getValidatedIdTokenClaims(answer),
    refresh: answer.refresh_token,
    lifetime: answer.expires_in ?? UNSTATED_LIFETIME,
  };
}

/** The library's errors hold the issuer's answer, and so its tokens. Only their text goes on. */
function decideOutcome(error: unknown): unknown {
  if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') {
    return new SignInEndedError(error.error);
  }
  const isNoAnswer = error instanceof TypeError || error instanceof DOMException;
  return isNoAnswer ? error : new IssuerError(String(error));
}
