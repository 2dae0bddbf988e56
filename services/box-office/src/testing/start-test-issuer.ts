import { createHash, randomUUID } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import type { Issuer } from '../page/api/configuration.ts';

/** A person who signs in as soon as their browser arrives. */
export type Person = { readonly sub: string; readonly email?: string };

type TestIssuerOptions = {
  /** Makes an access token. */
  readonly sign: (person: Person, scopes: readonly string[]) => Promise<string>;
};

/** A sign-in: its refresh token changes with each renewal. */
type Session = {
  readonly client: string;
  readonly scopes: readonly string[];
  readonly nonce: string | null;
  refresh?: string;
};

type Code = Session & { readonly challenge: string; readonly redirectUri: string };

type TestIssuer = {
  /** What a page must know of it. */
  readonly issuer: Issuer;
  readonly origin: string;
  /** Who signs in. Undefined: the person presses Cancel. */
  person: Person | undefined;
  /** Seconds that access tokens live from now on. */
  lifetime: number;
  /** Seconds by which its clock is ahead of this machine's. */
  clockAhead: number;
  /** What its next ID tokens say in place of the truth, e.g. another `aud`. */
  lies: JWTPayload;
  /** The status of the next answers about tokens, instead of tokens. */
  readonly failures: number[];
  /** What was asked of it, e.g. `refresh_token`. */
  readonly asked: string[];
  /** Ends every sign-in. */
  endAll(): void;
  stop(): void;
};

const CLIENTS: Issuer['clients'] = {
  buyers: { id: 'buyers-app', scopes: ['openid', 'willcall/buy'] },
  staff: { id: 'staff-app', scopes: ['openid', 'willcall/buy', 'willcall/admin'] },
};

/** Seconds. */
const ID_TOKEN_LIFETIME = 3_600;

/** Pages check no signature of an ID token, so one key is enough for all issuers. */
const keys = generateKeyPair('RS256');

/**
 * Starts an issuer on this machine as OAuth describes it: codes that work once, with PKCE (S256), and refresh
 * tokens that rotate, where a used one ends the whole sign-in.
 */
export async function startTestIssuer({ sign }: TestIssuerOptions): Promise<TestIssuer> {
  const codes = new Map<string, Code>();
  const sessions = new Map<string, Session>();
  const used = new Map<string, Session>();

  const authorize = ({ searchParams: query }: URL, response: ServerResponse): void => {
    const redirectUri = query.get('redirect_uri') ?? '';
    const client = Object.values(CLIENTS).find(({ id }) => id === query.get('client_id'));
    const challenge = query.get('code_challenge');
    const isCodeFlow =
      query.get('response_type') === 'code' && query.get('code_challenge_method') === 'S256';
    if (client === undefined || challenge === null || !isCodeFlow) {
      response.writeHead(400).end('not the code flow with PKCE of a known app');
      return;
    }
    const back = new URL(redirectUri);
    back.searchParams.set('state', query.get('state') ?? '');
    if (running.person === undefined) back.searchParams.set('error', 'access_denied');
    else {
      const code = randomUUID();
      const scopes = (query.get('scope') ?? '').split(' ');
      const nonce = query.get('nonce');
      codes.set(code, { client: client.id, scopes, challenge, redirectUri, nonce });
      back.searchParams.set('code', code);
    }
    response.writeHead(302, { location: back.href }).end();
  };

  const takeCode = (form: URLSearchParams): Session | undefined => {
    const code = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = form.get('code_verifier') ?? '';
    const isTheirs =
      code?.client === form.get('client_id') &&
      code?.redirectUri === form.get('redirect_uri') &&
      code?.challenge === createHash('sha256').update(verifier).digest('base64url');
    return isTheirs ? { client: code.client, scopes: code.scopes, nonce: code.nonce } : undefined;
  };

  const takeRefreshToken = (form: URLSearchParams): Session | undefined => {
    const token = form.get('refresh_token') ?? '';
    const stolen = used.get(token)?.refresh;
    if (stolen !== undefined) sessions.delete(stolen);
    const session = sessions.get(token);
    if (session === undefined || session.client !== form.get('client_id')) return undefined;
    sessions.delete(token);
    used.set(token, session);
    return session;
  };

  const signIdToken = async (person: Person, { client, nonce }: Session): Promise<string> => {
    const now = Math.floor(Date.now() / 1_000) + running.clockAhead;
    const times = { iat: now, nbf: now, exp: now + ID_TOKEN_LIFETIME };
    const claims = { iss: running.origin, aud: client, ...times, ...(nonce !== null && { nonce }) };
    return await new SignJWT({ ...person, ...claims, ...running.lies })
      .setProtectedHeader({ alg: 'RS256' })
      .sign((await keys).privateKey);
  };

  const grant = async (session: Session, response: ServerResponse): Promise<void> => {
    const { person, lifetime } = running;
    if (person === undefined) return refuse(response);
    session.refresh = randomUUID();
    sessions.set(session.refresh, session);
    send(response, 200, {
      access_token: await sign(person, session.scopes),
      ...(session.scopes.includes('openid') && { id_token: await signIdToken(person, session) }),
      refresh_token: session.refresh,
      token_type: 'Bearer',
      expires_in: lifetime,
    });
  };

  const answerToken = async (form: URLSearchParams, response: ServerResponse): Promise<void> => {
    const grantType = form.get('grant_type') ?? '';
    running.asked.push(grantType);
    const failure = running.failures.shift();
    if (failure !== undefined) return send(response, failure, {});
    const session = grantType === 'refresh_token' ? takeRefreshToken(form) : takeCode(form);
    return session === undefined ? refuse(response) : await grant(session, response);
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', running.origin);
    const form = new URLSearchParams(request.method === 'POST' ? await text(request) : '');
    switch (url.pathname) {
      case '/authorize':
        return authorize(url, response);
      case '/token':
        return await answerToken(form, response);
      case '/revoke':
        running.asked.push('revoke');
        sessions.delete(form.get('token') ?? '');
        return send(response, 200, {});
      case '/logout':
        running.asked.push('logout');
        response.writeHead(302, { location: url.searchParams.get('logout_uri') ?? '' }).end();
        return;
      default:
        response.writeHead(404).end();
    }
  };

  const server = createServer((request, response) => void answer(request, response));
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const running: TestIssuer = {
    origin,
    issuer: {
      identifier: origin,
      authorizationUrl: `${origin}/authorize?audience=willcall`,
      tokenUrl: `${origin}/token`,
      revocationUrl: `${origin}/revoke`,
      signOut: { url: `${origin}/logout`, returnParameter: 'logout_uri' },
      clients: CLIENTS,
    },
    person: undefined,
    lifetime: 3_600,
    clockAhead: 0,
    lies: {},
    failures: [],
    asked: [],
    endAll: () => sessions.clear(),
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
  return running;
}

/** Pages of other origins may read the answer. */
const send = (response: ServerResponse, status: number, body: object): void => {
  const headers = { 'content-type': 'application/json', 'access-control-allow-origin': '*' };
  response.writeHead(status, headers).end(JSON.stringify(body));
};

const refuse = (response: ServerResponse): void => send(response, 400, { error: 'invalid_grant' });
