import { createHmac } from 'node:crypto';
import { exportJWK, generateKeyPair, importJWK, type JWTPayload, SignJWT } from 'jose';
import { describe, expect, inject, test } from 'vitest';
import { bearer, echoed, startTestGateway } from '../../testing/test-gateway.ts';
import { loadSigningKey } from '../identity/signing-key.ts';

const now = (): number => Math.floor(Date.now() / 1000);

const valid = (): JWTPayload => ({
  iss: 'https://willcall.local',
  aud: 'willcall',
  sub: 'alice',
  iat: now(),
  exp: now() + 60,
});

const ours = () => loadSigningKey(inject('stateFolder'));

/** Claims to change; an undefined one is left out of the token. */
type Changes = { readonly [claim: string]: unknown };

const signed = async (changes: Changes, key?: Awaited<ReturnType<typeof exportJWK>>) => {
  const jwk = key ?? (await ours());
  const payload = Object.entries({ ...valid(), ...changes }).filter(([, v]) => v !== undefined);
  return await new SignJWT(Object.fromEntries(payload))
    .setProtectedHeader({ alg: 'RS256', ...(jwk.kid && { kid: jwk.kid }) })
    .sign(await importJWK(jwk, 'RS256'));
};

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A token that says whatever algorithm; the key of the HMAC is our public key, the classic trick. */
const forged = async (alg: string): Promise<string> => {
  const { n = '' } = await ours();
  const body = `${encoded({ alg })}.${encoded(valid())}`;
  const mac = alg === 'none' ? '' : createHmac('sha256', n).update(body).digest('base64url');
  return `${body}.${mac}`;
};

const strangersKey = async () =>
  exportJWK((await generateKeyPair('RS256', { extractable: true })).privateKey);

const call = async (authorization: string | undefined) => {
  const { url } = await startTestGateway();
  const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
  return await fetch(`${url}/v1/purchases/p1`, { headers });
};

describe('a token is refused', () => {
  test.each<[string, () => Promise<string | undefined>]>([
    ['that is missing', async () => undefined],
    ['that is empty', async () => 'Bearer '],
    ['that is garbage', async () => 'Bearer garbage'],
    ['of another scheme', async () => `Basic ${await signed({})}`],
    ['that is expired', async () => `Bearer ${await signed({ exp: now() - 1 })}`],
    ['that never expires', async () => `Bearer ${await signed({ exp: undefined })}`],
    ['that is not valid yet', async () => `Bearer ${await signed({ nbf: now() + 60 })}`],
    ['issued in the future', async () => `Bearer ${await signed({ iat: now() + 60 })}`],
    ['of another issuer', async () => `Bearer ${await signed({ iss: 'https://else.where' })}`],
    ['without an issuer', async () => `Bearer ${await signed({ iss: undefined })}`],
    ['for another audience', async () => `Bearer ${await signed({ aud: 'other' })}`],
    ['without an audience', async () => `Bearer ${await signed({ aud: undefined })}`],
    [
      'for another audience, whatever its client_id',
      async () => `Bearer ${await signed({ aud: 'other', client_id: 'willcall' })}`,
    ],
    ['signed by a stranger', async () => `Bearer ${await signed({}, await strangersKey())}`],
    [
      "signed by a stranger in our key's name",
      async () =>
        `Bearer ${await signed({}, { ...(await strangersKey()), kid: (await ours()).kid ?? '' })}`,
    ],
    ['of algorithm none', async () => `Bearer ${await forged('none')}`],
    ['of algorithm HS256 with our public key', async () => `Bearer ${await forged('HS256')}`],
    [
      'whose claims were changed',
      async () => {
        const [head, , signature] = (await signed({})).split('.');
        return `Bearer ${head}.${encoded({ ...valid(), sub: 'mallory' })}.${signature}`;
      },
    ],
  ])('%s', async (_, token) => {
    const response = await call(await token());
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer');
    expect(await response.json()).toEqual({ message: 'Unauthorized' });
  });
});

describe('a token is accepted', () => {
  test.each<[string, Changes]>([
    ['for our audience', {}],
    ['for several audiences, ours among them', { aud: ['other', 'willcall'] }],
    ['whose client_id stands for an audience', { aud: undefined, client_id: 'willcall' }],
  ])('%s', async (_, claims) => {
    expect((await call(`Bearer ${await signed(claims)}`)).status).toBe(200);
  });
});

test('two tokens in two headers are no token', async () => {
  const { url } = await startTestGateway();
  const token = `Bearer ${await signed({})}`;
  const headers = new Headers([
    ['authorization', token],
    ['authorization', token],
  ]);
  expect((await fetch(`${url}/purchases/p1`, { headers })).status).toBe(401);
});

test('a buyer cannot call an admin route', async () => {
  const { url } = await startTestGateway();
  const headers = await bearer({ user: 'alice' });
  const response = await fetch(`${url}/v1/shows`, { method: 'POST', headers });
  expect(response.status).toBe(403);
  expect(await response.json()).toEqual({ message: 'Forbidden' });
});

test.each([
  ['a scope that only begins like it', 'willcall/administrator'],
  ['a scope that only ends like it', 'not-willcall/admin'],
  ['no scope at all', ''],
])('%s is not the admin scope', async (_, scope) => {
  const { url } = await startTestGateway();
  const headers = { authorization: `Bearer ${await signed({ scope })}` };
  expect((await fetch(`${url}/shows`, { method: 'POST', headers })).status).toBe(403);
});

test('an admin can, with one scope among others', async () => {
  const { url } = await startTestGateway();
  const headers = { authorization: `Bearer ${await signed({ scope: 'openid willcall/admin' })}` };
  const event = await echoed(await fetch(`${url}/v1/shows`, { method: 'POST', headers }));
  expect(event.requestContext).toMatchObject({
    authorizer: { jwt: { scopes: ['willcall/admin'] } },
  });
});

test('claims reach the function as strings, as AWS prints them', async () => {
  const token = await signed({ exp: 4_102_444_800, aud: ['willcall', 'b'], vip: true });
  const event = await echoed(await call(`Bearer ${token}`));
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
