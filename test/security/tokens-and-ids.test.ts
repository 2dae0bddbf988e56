import { createPublicKey, randomBytes } from 'node:crypto';
import { generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { purchaseBody, showBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { moment, readIssuerKey, signToken, validClaims } from '../support/http/signed-token.ts';
import { listPurchaseRecords } from '../support/http/table-items.ts';

const office = await openBoxOffice();
const { showId } = await office.makeShow({ capacity: 100 });

/** A box office without a worker, with a purchase that stays PENDING. */
const closed = await openBoxOffice({ pollers: 0 });
const waiting = await closed.buyer();
const { showId: closedShow } = await closed.makeShow();
const pending = await waiting.request(purchaseBody({ showId: closedShow }));

const ID_BYTES = Array.from({ length: 24 }, (_, byte) => byte);
const MAC_STARTS_AT = 16;

/** Changes one byte of an id. Bytes 0–11 are the key, 12–15 the fingerprint, 16–23 the MAC. */
const spoiled = (purchaseId: string, byte: number): string => {
  const bytes = Buffer.from(purchaseId, 'base64url');
  bytes[byte] = (bytes[byte] ?? 0) ^ 1;
  return bytes.toString('base64url');
};

const notFound = {
  status: 404,
  headers: { 'content-type': 'application/problem+json' },
  body: { code: 'PURCHASE_NOT_FOUND', status: 404 },
};

describe('an id', () => {
  it('of another buyer is not found, whether the purchase is decided or pending', async () => {
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId }));
    await ana.decided(location);
    for (const [boxOffice, path] of [
      [office, location],
      [closed, pending],
    ] as const) {
      const bo = await boxOffice.buyer();
      expect(await bo.get(path)).toMatchObject(notFound);
      expect(await boxOffice.send({ path, token: boxOffice.adminToken })).toMatchObject(notFound);
    }
  });

  it('that was never issued is not found', async () => {
    const ana = await office.buyer();
    for (let tries = 0; tries < 20; tries += 1) {
      const invented = randomBytes(24).toString('base64url');
      expect(await ana.get(`/v1/purchases/${invented}`)).toMatchObject(notFound);
    }
  });

  it('of a pending purchase is not found if any of its 24 bytes is changed', async () => {
    expect(await waiting.get(pending)).toMatchObject({ status: 200, body: { status: 'PENDING' } });
    for (const byte of ID_BYTES) {
      const path = `/v1/purchases/${spoiled(purchaseIdOf(pending), byte)}`;
      expect(await waiting.get(path), `byte ${byte}`).toMatchObject(notFound);
    }
  });

  it('of a decided purchase is not found if its key or fingerprint is changed', async () => {
    const ana = await office.buyer();
    const { purchaseId } = await ana.buy(purchaseBody({ showId }));
    for (const byte of ID_BYTES.slice(0, MAC_STARTS_AT)) {
      const path = `/v1/purchases/${spoiled(purchaseId, byte)}`;
      expect(await ana.get(path), `byte ${byte}`).toMatchObject(notFound);
    }
  });

  it('of a decided purchase with a changed MAC shows only the buyer’s own purchase', async () => {
    const [ana, bo] = await Promise.all([office.buyer(), office.buyer()]);
    const purchase = await ana.buy(purchaseBody({ showId }));
    for (const byte of ID_BYTES.slice(MAC_STARTS_AT)) {
      const path = `/v1/purchases/${spoiled(purchase.purchaseId, byte)}`;
      // The record is found whatever key signed the id, so old keys can be deleted.
      expect(await ana.get(path)).toMatchObject({ status: 200, body: purchase });
      expect(await bo.get(path)).toMatchObject(notFound);
    }
  });

  it.each([
    'x',
    'A'.repeat(31),
    'A'.repeat(33),
    `${'A'.repeat(31)}=`,
    `${'A'.repeat(31)}%2B`,
    `${'A'.repeat(31)}%00`,
    '..%2Fshows',
    '%F0%9F%8E%AB',
    '__proto__',
    "'%20OR%201=1",
  ])('that is malformed (%s) is not found', async (malformed) => {
    const ana = await office.buyer();
    expect(await ana.get(`/v1/purchases/${malformed}`)).toMatchObject(notFound);
  });
});

describe('a token', () => {
  const unauthorized = {
    status: 401,
    headers: { 'www-authenticate': expect.stringContaining('Bearer') },
    body: { message: 'Unauthorized' },
  };
  const expectRefused = async (authorization: string | undefined) => {
    const headers = { ...(authorization !== undefined && { authorization }) };
    const requests = [
      { method: 'POST', path: '/v1/purchases', body: purchaseBody({ showId }) },
      { method: 'POST', path: '/purchases', body: purchaseBody({ showId }) },
      { method: 'GET', path: `/v1/purchases/${'A'.repeat(32)}` },
      { method: 'POST', path: '/v1/shows', body: showBody() },
      { method: 'GET', path: `/v1/shows/${showId}/sales` },
      { method: 'GET', path: `/v1/shows/${showId}/live` },
    ];
    for (const request of requests) {
      expect(await office.send({ ...request, headers })).toMatchObject(unauthorized);
    }
  };

  it.each([
    ['none', undefined],
    ['an empty one', 'Bearer '],
    ['not a JWT', 'Bearer token'],
    ['another scheme', 'Basic YW5hOmFuYQ=='],
    ['two of them', 'Bearer a.b.c d.e.f'],
  ])('is needed: %s is 401', async (_, authorization) => {
    await expectRefused(authorization);
  });

  it('with valid claims is accepted', async () => {
    const token = await signToken(validClaims('ana'), await readIssuerKey());
    expect(await office.send({ path: `/v1/purchases/${'A'.repeat(32)}`, token })).toMatchObject(
      notFound,
    );
  });

  it('signed with another key is 401', async () => {
    const { privateKey } = await generateKeyPair('RS256');
    await expectRefused(`Bearer ${await signToken(validClaims('ana'), privateKey)}`);
  });

  it.each<[string, Record<string, unknown>]>([
    ['expired', { exp: moment.ago(60) }],
    ['without an expiry', { exp: undefined }],
    ['not yet valid', { nbf: moment.ahead(300) }],
    ['issued in the future', { iat: moment.ahead(300) }],
    ['for another audience', { aud: 'another-shop' }],
    ['for no audience', { aud: undefined }],
    ['of another issuer', { iss: 'https://issuer.example' }],
  ])('%s is 401, though signed by the issuer', async (_, spoil) => {
    const claims = { ...validClaims('ana'), scope: 'willcall/admin', ...spoil };
    await expectRefused(`Bearer ${await signToken(claims, await readIssuerKey())}`);
  });

  it('with a claim changed after signing is 401', async () => {
    const [header, , signature] = (await office.buyer()).token.split('.');
    const claims = { ...validClaims('somebody else'), scope: 'willcall/admin' };
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');
    await expectRefused(`Bearer ${header}.${payload}.${signature}`);
  });

  it('without an algorithm, or signed with the public key as a shared secret, is 401', async () => {
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    await expectRefused(`Bearer ${part({ alg: 'none' })}.${part(validClaims('ana'))}.`);

    const publicKey = createPublicKey({ key: { ...(await readIssuerKey()) }, format: 'jwk' });
    const secret = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }));
    await expectRefused(`Bearer ${await signToken(validClaims('ana'), secret, 'HS256')}`);
  });

  it('without a subject is 401', async () => {
    const { sub: _, ...nobody } = validClaims('nobody');
    const token = await signToken(nobody, await readIssuerKey());
    const body = purchaseBody({ showId });
    expect(await office.send({ method: 'POST', path: '/v1/purchases', token, body })).toMatchObject(
      {
        status: 401,
        body: { code: 'UNAUTHENTICATED' },
      },
    );
  });
});

describe('a route for admins', () => {
  it('accepts the admin scope among others', async () => {
    const claims = { ...validClaims('ops'), scope: 'openid willcall/admin profile' };
    const token = await signToken(claims, await readIssuerKey());
    expect(await office.send({ path: `/v1/shows/${showId}/sales`, token })).toMatchObject({
      status: 200,
    });
  });

  it.each([
    ['no scope', undefined],
    ['another scope', 'willcall/buyer'],
    ['a scope with the same prefix', 'willcall/administrator'],
    ['the scope in capitals', 'WILLCALL/ADMIN'],
  ])('is 403 for a buyer with %s', async (_, scope) => {
    const claims = { ...validClaims('ana'), ...(scope !== undefined && { scope }) };
    const token = await signToken(claims, await readIssuerKey());
    for (const request of [
      { method: 'POST', path: '/v1/shows', body: showBody() },
      { method: 'POST', path: '/shows', body: showBody() },
      { path: `/v1/shows/${showId}/sales` },
      { path: `/v1/shows/${showId}/live` },
    ]) {
      expect(await office.send({ ...request, token })).toMatchObject({
        status: 403,
        body: { message: 'Forbidden' },
      });
    }
  });
});

describe('the buyer', () => {
  it.each(['userId', 'sub', 'user'])(
    'cannot be set by a field of the body (%s): 400',
    async (field) => {
      const ana = await office.buyer();
      expect(await ana.post({ ...purchaseBody({ showId }), [field]: 'bo' })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path: field }] },
      });
    },
  );

  it('is the token’s subject, regardless of headers and query', async () => {
    const ana = await office.buyer();
    const accepted = await office.send({
      method: 'POST',
      path: '/v1/purchases?userId=bo&sub=bo',
      token: ana.token,
      headers: { 'x-user-id': 'bo', sub: 'bo' },
      body: purchaseBody({ showId }),
    });
    const { purchaseId } = await ana.decided(accepted.headers.location ?? '');
    const records = await listPurchaseRecords(office.store);
    expect(records.find((record) => record.purchaseId === purchaseId)?.userId).toBe(ana.userId);
  });
});
