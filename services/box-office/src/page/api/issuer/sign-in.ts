import { ADMIN_SCOPE, known } from '@willcall/contracts';
import { decodeJwt } from 'jose';
import type { ClientName, Issuer } from '../configuration.ts';
import { SignInEndedError, type TokenSource } from '../token-source.ts';
import {
  finishCodeFlow,
  makeSignOutUrl,
  type PendingSignIn,
  renewTokens,
  revokeToken,
  startCodeFlow,
  type Tokens,
} from './code-flow.ts';
import { holdTokens } from './hold-tokens.ts';

/** A person who has signed in at the issuer. */
export type SignedIn = {
  readonly tokens: TokenSource;
  /** The buyer, as the API knows it: the token's `sub`. */
  readonly id: string;
  /** What to call them. */
  readonly name: string;
  readonly admin: boolean;
  /** Ends the sign-in at the issuer too. If the issuer has a place for that, the browser goes there. */
  leave(): void;
};

/** Where the browser keeps a sign-in that has begun: for this tab, until it is closed. */
const KEY = 'willcall.sign-in';

/** The paths that the issuer may send the browser back to. The app clients of a stage name them. */
const redirectUri = (): string => `${location.origin}/signed-in`;
const signedOutUri = (): string => `${location.origin}/signed-out`;

/**
 * Sends the browser to the issuer. The page ends with that.
 *
 * @throws DOMException if the browser keeps nothing
 */
export async function goToIssuer(
  issuer: Issuer,
  client: ClientName,
  returnTo: string,
): Promise<never> {
  const { url, pending } = await startCodeFlow(issuer, {
    client,
    returnTo,
    redirectUri: redirectUri(),
  });
  sessionStorage.setItem(KEY, JSON.stringify(pending));
  location.assign(url);
  return await new Promise<never>(() => undefined);
}

/**
 * Finishes the sign-in with which the issuer has sent the browser back. Its code works once, so it goes from
 * the address at once. Undefined if the issuer has sent nothing.
 *
 * @throws SignInEndedError if it has refused the sign-in; IssuerError; TypeError or DOMException if there is
 *   no answer
 */
export async function returnFromIssuer(
  issuer: Issuer,
): Promise<{ readonly user: SignedIn; readonly returnTo: string } | undefined> {
  const query = new URLSearchParams(location.search);
  if (!query.has('code') && !query.has('error')) return undefined;
  history.replaceState(null, '', location.pathname);
  const pending = takePending();
  if (pending === undefined) throw new SignInEndedError('This tab has begun no sign-in.');
  const tokens = await finishCodeFlow(issuer, pending, { query, redirectUri: redirectUri() });
  return {
    user: createSignedIn(issuer, pending.client, tokens),
    returnTo: pending.returnTo,
  };
}

function takePending(): PendingSignIn | undefined {
  const kept = sessionStorage.getItem(KEY);
  sessionStorage.removeItem(KEY);
  return kept === null ? undefined : JSON.parse(kept);
}

function createSignedIn(issuer: Issuer, client: ClientName, first: Tokens): SignedIn {
  const tokens = holdTokens(first, (refresh) => renewTokens(issuer, client, refresh));
  return {
    tokens,
    ...readPerson(first),
    leave() {
      const { refreshToken } = tokens;
      if (refreshToken !== undefined) void revokeToken(issuer, client, refreshToken);
      const url = makeSignOutUrl(issuer, client, signedOutUri());
      if (url !== undefined) location.assign(url);
    },
  };
}

/** Reads who has signed in. The tokens come from the issuer itself by TLS, and the API checks the signature. */
function readPerson({ access, claims: about }: Tokens): Pick<SignedIn, 'id' | 'name' | 'admin'> {
  const claims = decodeJwt<Readonly<Record<string, unknown>>>(access);
  const sub = known(claims.sub, 'sub of the token');
  const names = [about?.email, about?.name, about?.preferred_username];
  const scopes = [claims.scope, claims.scp].flat().join(' ').split(' ');
  return {
    id: sub,
    name: names.find((name) => typeof name === 'string') ?? sub,
    admin: scopes.includes(ADMIN_SCOPE),
  };
}
