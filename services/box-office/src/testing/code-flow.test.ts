import { UnsecuredJWT } from 'jose';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import type { ClientName, Issuer } from '../page/api/configuration.ts';
import {
  finishCodeFlow,
  IssuerError,
  makeSignOutUrl,
  renewTokens,
  revokeToken,
  startCodeFlow,
  type Tokens,
} from '../page/api/issuer/code-flow.ts';
import { holdTokens } from '../page/api/issuer/hold-tokens.ts';
import { SignInEndedError } from '../page/api/token-source.ts';
import { startTestIssuer } from './start-test-issuer.ts';

/** Seconds. */
const YEAR = 365 * 24 * 3_600;

const REDIRECT = 'https://tickets.example/signed-in';

const openIssuer = async () => {
  let tokens = 0;
  const issuer = await startTestIssuer({
    // No two tokens are the same.
    sign: async ({ sub }, scopes) =>
      new UnsecuredJWT({ scope: scopes.join(' '), nth: ++tokens }).setSubject(sub).encode(),
  });
  onTestFinished(issuer.stop);
  issuer.person = { sub: 'ana' };
  return issuer;
};

let issuer: Awaited<ReturnType<typeof openIssuer>>;
beforeEach(async () => {
  issuer = await openIssuer();
});

/** Starts a sign-in, and follows the issuer's redirect as a browser does. */
const signInUntilReturn = async (
  client: ClientName = 'buyers',
  settings: Issuer = issuer.issuer,
) => {
  const started = await startCodeFlow(settings, {
    client,
    returnTo: '/app/purchases',
    redirectUri: REDIRECT,
  });
  const { headers } = await fetch(started.url, { redirect: 'manual' });
  const { searchParams: query } = new URL(headers.get('location') ?? '');
  return { ...started, query };
};

const signIn = async (client?: ClientName, settings?: Issuer): Promise<Tokens> => {
  const { pending, query } = await signInUntilReturn(client, settings);
  return await finishCodeFlow(issuer.issuer, pending, { query, redirectUri: REDIRECT });
};

const scopeOf = ({ access }: Tokens): unknown => UnsecuredJWT.decode(access).payload.scope;

describe('a sign-in at an issuer', () => {
  it('gets tokens for the code that comes back', async () => {
    const tokens = await signIn();
    expect(tokens).toMatchObject({ refresh: expect.any(String), lifetime: 3_600 });
    expect(scopeOf(tokens)).toBe('openid willcall/buy');
  });

  it('of the staff asks for the scope of an organiser', async () => {
    expect(scopeOf(await signIn('staff'))).toBe('openid willcall/buy willcall/admin');
  });

  it('keeps the query of the configured address, and names PKCE with SHA-256', async () => {
    const { url, pending } = await signInUntilReturn();
    const { searchParams } = new URL(url);
    expect(Object.fromEntries(searchParams)).toMatchObject({
      audience: 'willcall',
      response_type: 'code',
      client_id: 'buyers-app',
      redirect_uri: REDIRECT,
      code_challenge_method: 'S256',
      code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    });
    expect(url).not.toContain(pending.verifier);
  });

  it('is another one each time', async () => {
    const [one, other] = [await signInUntilReturn(), await signInUntilReturn()];
    expect(one.pending.state).not.toBe(other.pending.state);
    expect(one.pending.verifier).not.toBe(other.pending.verifier);
  });

  it('of another tab or page is not finished here', async () => {
    const { query } = await signInUntilReturn();
    const { pending } = await signInUntilReturn();
    const finish = finishCodeFlow(issuer.issuer, pending, { query, redirectUri: REDIRECT });
    await expect(finish).rejects.toThrow(SignInEndedError);
    expect(issuer.asked).toEqual([]);
  });

  it('says who has signed in', async () => {
    issuer.person = { sub: 'ana', email: 'ana@example.com' };
    expect((await signIn()).claims).toMatchObject({ sub: 'ana', email: 'ana@example.com' });
  });

  it('without the scope openid asks for no ID token', async () => {
    const { clients } = issuer.issuer;
    const buyers = { ...clients.buyers, scopes: ['willcall/buy'] };
    const without = { ...issuer.issuer, clients: { ...clients, buyers } };
    expect((await signIn('buyers', without)).claims).toBeUndefined();
  });

  it.each([
    ['another issuer', { iss: 'https://else.example' }],
    ['another app', { aud: 'staff-app' }],
    ['another sign-in', { nonce: 'a'.repeat(43) }],
  ])('takes no ID token of %s', async (_, lies) => {
    issuer.lies = lies;
    await expect(signIn()).rejects.toThrow(IssuerError);
  });

  it.each([
    ['slow', YEAR],
    ['fast', -YEAR],
  ])('works on a device whose clock is %s', async (_, ahead) => {
    issuer.clockAhead = ahead;
    expect(await signIn()).toMatchObject({ access: expect.any(String) });
  });

  it('asks an issuer elsewhere by HTTPS alone', async () => {
    const { pending, query } = await signInUntilReturn();
    const elsewhere = { ...issuer.issuer, tokenUrl: 'http://login.invalid/token' };
    const finish = finishCodeFlow(elsewhere, pending, { query, redirectUri: REDIRECT });
    await expect(finish).rejects.toThrow('only requests to HTTPS are allowed');
  });

  it('that the person has cancelled gets no tokens', async () => {
    issuer.person = undefined;
    await expect(signIn()).rejects.toThrow('access_denied');
  });

  it('gets no tokens with the verifier of another one', async () => {
    const { pending, query } = await signInUntilReturn();
    const stolen = { ...pending, verifier: 'a'.repeat(43) };
    const finish = finishCodeFlow(issuer.issuer, stolen, { query, redirectUri: REDIRECT });
    await expect(finish).rejects.toThrow(SignInEndedError);
  });

  it('gets no tokens from an issuer in trouble, which is no end', async () => {
    issuer.failures.push(503);
    await expect(signIn()).rejects.toThrow(IssuerError);
  });
});

describe('the tokens of a sign-in', () => {
  const hold = async (now: () => number = Date.now) =>
    holdTokens(await signIn(), (refresh) => renewTokens(issuer.issuer, 'buyers', refresh), now);

  it('are used until a minute before their end, then renewed', async () => {
    let now = 0;
    const held = await hold(() => now);
    const first = await held.read();
    now = 3_539_000;
    expect(await held.read()).toBe(first);
    now = 3_540_000;
    expect(await held.read()).not.toBe(first);
  });

  it('are renewed once for all that ask at the same time, because a refresh token works once', async () => {
    const held = await hold();
    held.expire();
    const read = await Promise.all([held.read(), held.read(), held.read()]);
    expect(new Set(read).size).toBe(1);
    expect(issuer.asked).toEqual(['authorization_code', 'refresh_token']);
  });

  it('are renewed with the newest refresh token each time', async () => {
    const held = await hold();
    const seen = new Set([held.refreshToken]);
    for (let renewals = 0; renewals < 3; renewals++) {
      held.expire();
      await held.read();
      seen.add(held.refreshToken);
    }
    expect(seen.size).toBe(4);
  });

  it('keep their refresh token if the issuer does not rotate it', async () => {
    const first = await signIn();
    const held = holdTokens(first, async () => ({ ...first, access: 'new', refresh: undefined }));
    held.expire();
    expect(await held.read()).toBe('new');
    expect(held.refreshToken).toBe(first.refresh);
  });

  it('are renewed later if the issuer does not answer now', async () => {
    const held = await hold();
    held.expire();
    issuer.failures.push(503);
    await expect(held.read()).rejects.toThrow(IssuerError);
    expect(await held.read()).toEqual(expect.any(String));
  });

  it('end with the sign-in', async () => {
    const held = await hold();
    issuer.endAll();
    held.expire();
    await expect(held.read()).rejects.toThrow(SignInEndedError);
  });

  it('end when somebody else has used the refresh token', async () => {
    const held = await hold();
    await renewTokens(issuer.issuer, 'buyers', held.refreshToken ?? '');
    held.expire();
    await expect(held.read()).rejects.toThrow(SignInEndedError);
  });

  it('end with the access token if there is no refresh token', async () => {
    const held = holdTokens({ ...(await signIn()), refresh: undefined }, () => Promise.reject());
    held.expire();
    await expect(held.read()).rejects.toThrow(SignInEndedError);
  });
});

describe('a sign-out', () => {
  it('revokes the refresh token', async () => {
    const { refresh = '' } = await signIn();
    await revokeToken(issuer.issuer, 'buyers', refresh);
    await expect(renewTokens(issuer.issuer, 'buyers', refresh)).rejects.toThrow(SignInEndedError);
  });

  it('is not held up by an issuer that does not answer', async () => {
    issuer.stop();
    await expect(revokeToken(issuer.issuer, 'buyers', 'token')).resolves.toBeUndefined();
  });

  it('leads to the place that the issuer has for it, and back', () => {
    const url = makeSignOutUrl(issuer.issuer, 'staff', 'https://tickets.example/signed-out');
    expect(url).toBe(
      `${issuer.origin}/logout?client_id=staff-app&logout_uri=https%3A%2F%2Ftickets.example%2Fsigned-out`,
    );
    const { signOut: _, ...without } = issuer.issuer;
    expect(makeSignOutUrl(without, 'staff', 'https://tickets.example/')).toBeUndefined();
  });
});
