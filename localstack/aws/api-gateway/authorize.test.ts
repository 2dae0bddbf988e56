import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { known } from '@willcall/contracts';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { bearer, echoed, startTestGateway } from '../../testing/test-gateway.ts';
import { loadSigningKey } from '../identity/signing-key.ts';

const nowSeconds = (): number => Math.floor(Date.now() / 1000);

const makeValidClaims = (): JWTPayload => ({
  iss: 'https://willcall.local',
  aud: 'willcall',
  sub: 'alice',
  iat: nowSeconds(),
  exp: nowSeconds() + 60,
});

const loadOurKey = () => loadSigningKey(inject('stateFolder'));

/** Claims to change. An undefined claim is left out of the token. */
type Changes = { readonly [claim: string]: unknown };

const signToken = async (changes: Changes, key?: Awaited<ReturnType<typeof exportJWK>>) => {
  const jwk = key ?? (await loadOurKey());
  const payload = Object.entries({ ...makeValidClaims(), ...changes }).filter(
    ([, v]) => v !== undefined,
  );
  return await new SignJWT(Object.fromEntries(payload))
    .setProtectedHeader({ alg: 'RS256', ...(jwk.kid && { kid: jwk.kid }) })
    .sign(await importJWK(jwk, 'RS256'));
};

const encodePart = (part: object): string =>
  Buffer.from(JSON.stringify(part)).toString('base64url');

/** Forges a token for an algorithm. The HMAC's key is our public key: a known attack. */
const forgeToken = async (alg: string): Promise<string> => {
  const { n = '' } = await loadOurKey();
  const body = `${encodePart({ alg })}.${encodePart(makeValidClaims())}`;
  const mac = alg === 'none' ? '' : createHmac('sha256', n).update(body).digest('base64url');
  return `${body}.${mac}`;
};

const createStrangersKey = async () =>
  exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey);

const call = async (authorization: string | undefined) => {
  const { url } = await startTestGateway();
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return await fetch(`${url}/v1/purchases/p1`, { headers });
};

describe('a request is refused if its token', () => {
  test.each<[string, () => Promise<string | undefined>]>([
    ['is missing', async () => undefined],
    ['is empty', async () => 'Bearer '],
    ['is garbage', async () => 'Bearer garbage'],
    ['uses another scheme', async () => `Basic ${await signToken({})}`],
    ['has expired', async () => `Bearer ${await signToken({ exp: nowSeconds() - 1 })}`],
    ['never expires', async () => `Bearer ${await signToken({ exp: undefined })}`],
    ['is not valid yet', async () => `Bearer ${await signToken({ nbf: nowSeconds() + 60 })}`],
    [
      'was issued in the future',
      async () => `Bearer ${await signToken({ iat: nowSeconds() + 60 })}`,
    ],
    ['has another issuer', async () => `Bearer ${await signToken({ iss: 'https://else.where' })}`],
    ['has no issuer', async () => `Bearer ${await signToken({ iss: undefined })}`],
    ['is for another audience', async () => `Bearer ${await signToken({ aud: 'other' })}`],
    ['has no audience', async () => `Bearer ${await signToken({ aud: undefined })}`],
    [
      'is for another audience, even if its client_id is ours',
      async () => `Bearer ${await signToken({ aud: 'other', client_id: 'willcall' })}`,
    ],
    [
      'was signed with another key',
      async () => `Bearer ${await signToken({}, await createStrangersKey())}`,
    ],
    [
      'was signed with another key under the id of our key',
      async () =>
        `Bearer ${await signToken({}, { ...(await createStrangersKey()), kid: known((await loadOurKey()).kid, 'kid') })}`,
    ],
    ['has the algorithm none', async () => `Bearer ${await forgeToken('none')}`],
    [
      'has the algorithm HS256 and our public key',
      async () => `Bearer ${await forgeToken('HS256')}`,
    ],
    [
      'has an audience of null, even if its client_id is ours',
      async () => `Bearer ${await signToken({ aud: null, client_id: 'willcall' })}`,
    ],
    ['has a subject of null', async () => `Bearer ${await signToken({ sub: null })}`],
    ['has a list of subjects', async () => `Bearer ${await signToken({ sub: ['alice'] })}`],
    ['has a number as subject', async () => `Bearer ${await signToken({ sub: 7 })}`],
    [
      'does not say which key signed it',
      async () => {
        const { kid: _, ...nameless } = await loadOurKey();
        return `Bearer ${await signToken({}, nameless)}`;
      },
    ],
    [
      'says that a key signed it that does not exist',
      async () => `Bearer ${await signToken({}, { ...(await loadOurKey()), kid: 'another' })}`,
    ],
    [
      'has changed claims',
      async () => {
        const [head, , signature] = (await signToken({})).split('.');
        return `Bearer ${head}.${encodePart({ ...makeValidClaims(), sub: 'mallory' })}.${signature}`;
      },
    ],
  ])('%s', async (_, token) => {
    const response = await call(await token());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });
});

describe('a request is accepted if its token', () => {
  test.each<[string, Changes]>([
    ['is for our audience', {}],
    ['is for several audiences, including ours', { aud: ['other', 'willcall'] }],
    ['has our audience as client_id, and no audience', { aud: undefined, client_id: 'willcall' }],
  ])('%s', async (_, claims) => {
    expect((await call(`Bearer ${await signToken(claims)}`)).status).toBe(200);
  });
});

/** Sends these header lines as they are. A client library would join repeated ones. */
const sendLines = async (...lines: readonly string[]): Promise<string> => {
  const { url } = await startTestGateway();
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(
    `${['GET /v1/purchases/p1 HTTP/1.1', ...lines, 'Connection: close'].join('\r\n')}\r\n\r\n`,
  );
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};

test('a request with two authorization headers is refused, whichever comes first', async () => {
  const token = `Authorization: Bearer ${await signToken({})}`;
  const garbage = 'Authorization: Bearer garbage';
  expect(await sendLines('Host: a', token)).toMatch(/^HTTP\/1.1 200 /);
  for (const both of [
    [token, garbage],
    [garbage, token],
    [token, token],
  ]) {
    expect(await sendLines('Host: a', ...both)).toMatch(/^HTTP\/1.1 401 /);
  }
});

test('a request with two hosts, or none, is refused', async () => {
  const token = `Authorization: Bearer ${await signToken({})}`;
  expect(await sendLines('Host: a', 'Host: b', token)).toMatch(/^HTTP\/1.1 400 /);
  expect(await sendLines('Host: a', 'host: a', token)).toMatch(/^HTTP\/1.1 400 /);
  expect(await sendLines(token)).toMatch(/^HTTP\/1.1 400 /);
});

test('a buyer cannot call an admin route', async () => {
  const { url } = await startTestGateway();
  const headers = await bearer({ user: 'alice' });
  const response = await fetch(`${url}/v1/shows`, { method: 'POST', headers });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: 'Forbidden' });
});

test.each([
  ['a scope that only begins like the admin scope', 'willcall/administrator'],
  ['a scope that only ends like the admin scope', 'not-willcall/admin'],
  ['no scope at all', ''],
])('%s does not allow an admin route', async (_, scope) => {
  const { url } = await startTestGateway();
  const headers = { authorization: `Bearer ${await signToken({ scope })}` };
  expect((await fetch(`${url}/shows`, { method: 'POST', headers })).status).toBe(403);
});

test.each<[string, Changes]>([
  ['scope, alone', { scope: 'willcall/admin' }],
  ['scope, among others', { scope: 'openid willcall/admin profile' }],
  ['scope, in a list', { scope: ['a', 'willcall/admin', 'b'] }],
  ['scope, in a list of one', { scope: ['willcall/admin'] }],
  ['scp, alone', { scp: 'willcall/admin' }],
  ['scp, among others', { scp: 'a willcall/admin' }],
  ['scp, in a list', { scp: ['willcall/admin', 'b'] }],
  ['scp, beside another scope', { scope: 'openid', scp: ['willcall/admin'] }],
])('%s: the admin scope allows an admin route', async (_, claims) => {
  const { url } = await startTestGateway();
  const headers = { authorization: `Bearer ${await signToken(claims)}` };
  const event = await echoed(await fetch(`${url}/v1/shows`, { method: 'POST', headers }));
  expect(event.requestContext).toMatchObject({
    authorizer: { jwt: { scopes: ['willcall/admin'] } },
  });
});

test('an admin can call an admin route, with one scope among others', async () => {
  const { url } = await startTestGateway();
  const headers = {
    authorization: `Bearer ${await signToken({ scope: 'openid willcall/admin' })}`,
  };
  const event = await echoed(await fetch(`${url}/v1/shows`, { method: 'POST', headers }));
  expect(event.requestContext).toMatchObject({
    authorizer: { jwt: { scopes: ['willcall/admin'] } },
  });
});

test('claims reach the function as strings, as AWS prints them', async () => {
  const token = await signToken({
    exp: 4_102_444_800,
    aud: ['willcall', 'b'],
    vip: true,
    none: null,
  });
  const event = await echoed(await call(`Bearer ${token}`));
  expect(event.requestContext).not.toHaveProperty('authorizer.jwt.claims.none');
  expect(event.requestContext).toMatchObject({
    authorizer: {
      jwt: {
        claims: { sub: 'alice', exp: '4102444800', aud: '[willcall b]', vip: 'true' },
        scopes: null,
      },
    },
  });
});

test('a public route requires no token and passes no claims', async () => {
  const { url } = await startTestGateway();
  const event = await echoed(
    await fetch(`${url}/v1/shows`, { headers: { authorization: 'Bearer garbage' } }),
  );
  expect(event.requestContext).not.toHaveProperty('authorizer');
});
