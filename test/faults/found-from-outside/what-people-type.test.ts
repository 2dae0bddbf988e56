import { describe, expect, it } from 'vitest';
import { openFlyerUploads, png } from '../../support/flyer-uploads.ts';
import { card, purchaseBody, showBody } from '../../support/http/bodies.ts';
import { openBoxOffice } from '../../support/http/box-office.ts';
import { capturePrintedLines } from '../../support/http/printed-lines.ts';
import { readIssuerKey, signToken, validClaims } from '../../support/http/signed-token.ts';

const printed = capturePrintedLines();
const office = await openBoxOffice();
const { showId } = await office.makeShow({ capacity: 1_000 });
const ana = await office.buyer();
const good = purchaseBody({ showId });
const { holder } = good;

const postShow = (body: object, token = office.adminToken) =>
  office.send({ method: 'POST', path: '/v1/shows', token, body });
const errorsOf = (answer: { readonly body: unknown }): unknown =>
  Reflect.get(Object(answer.body), 'errors');

describe('a price', () => {
  it.each([
    ['HUF', 'HUF 1,599.00'],
    ['IDR', 'IDR 1,599.00'],
    ['IQD', 'IQD 159.900'],
  ])('in %s was printed 100 or 1,000 times too high', async (currency, text) => {
    const show = await office.makeShow({ price: { amount: 159_900, currency } });
    const expectedPrice = { amount: 1, currency };
    const rejected = await ana.buy(purchaseBody({ showId: show.showId, expectedPrice }));
    expect(rejected).toMatchObject({ status: 'REJECTED', reason: 'PRICE_CHANGED' });
    expect(rejected.message).toContain(` ${text} a ticket.`);
  });
});

describe('an e-mail address', () => {
  it.each([
    ['a&b@example.com', 'a&b@example.com'],
    ['user/dept@example.com', 'user/dept@example.com'],
    ['ana=list@example.com', 'ana=list@example.com'],
    ['ivan@xn--80ak6aa92e.xn--p1ai', 'ivan@xn--80ak6aa92e.xn--p1ai'],
    ['ana@münchen.de', 'ana@xn--mnchen-3ya.de'],
  ])('that is valid was refused: %s', async (email, stored) => {
    const bought = await ana.buy({ ...good, holder: { ...holder, email } });
    expect(bought).toMatchObject({ status: 'CONFIRMED', holder: { email: stored } });
  });

  it('that cannot exist was accepted', async () => {
    const answer = await ana.post({ ...good, holder: { ...holder, email: 'a@example-.com' } });
    expect(answer).toMatchObject({ status: 400 });
    expect(errorsOf(answer)).toEqual([
      { path: 'holder.email', message: 'must be an e-mail address, e.g. ana@example.com' },
    ]);
  });
});

describe('two forms of one name', () => {
  it.each([
    ['composed and decomposed', 'Fl\u00e9ur', 'Fle\u0301ur'],
    ['with and without a space at its end', 'Trim', 'Trim '],
    ['with a space and a no-break space', 'Ubu Roi', 'Ubu\u00a0Roi'],
  ])('stood twice in the titles: %s', async (_, one, other) => {
    await office.makeShow({ name: one });
    await office.makeShow({ name: other });
    const named = async (): Promise<number[]> => {
      const { body } = await office.client.call('listTitles', {});
      return body.titles
        .filter(({ name }) => name.trim().normalize('NFC').replace('\u00a0', ' ') === one)
        .map(({ shows }) => shows.length);
    };
    await expect.poll(named).toEqual([2]);
  });

  it('made a flyer that was named on a Mac unknown', async () => {
    const uploads = await openFlyerUploads({ name: 'Fl\u00e9ur' });
    await uploads.upload('Fle\u0301ur.png', png());
    expect(await uploads.recordOf()).toHaveProperty('flyerUrl');
  });

  it('made two purchases of one retry', async () => {
    const key = { 'idempotency-key': 'the same key' };
    const typed = (name: string) => ({ ...good, holder: { ...holder, name } });
    const location = await ana.request(typed('Jos\u00e9'), key);
    expect(await ana.request(typed('Jose\u0301 '), key)).toBe(location);
    expect(await ana.decided(location)).toMatchObject({ holder: { name: 'Jos\u00e9' } });
  });
});

describe('text that nobody can read', () => {
  it.each(['\u3164', '\u2800', '\ufe0f'])('was accepted as a name: %j', async (name) => {
    expect(await ana.post({ ...good, holder: { ...holder, name } })).toMatchObject({ status: 400 });
    expect(await postShow(showBody({ name }))).toMatchObject({ status: 400 });
    expect(await postShow(showBody({ venue: name }))).toMatchObject({ status: 400 });
  });

  it.each(['V\u200dip', 'V\ufe0fip', 'V\u034fip', 'V\u180eip', 'V\u{e0041}ip', 'V\u{e0100}ip'])(
    'made another title that looks the same: %j',
    async (name) => {
      expect(await postShow(showBody({ name }))).toMatchObject({ status: 400 });
    },
  );

  it.each(['application/json', 'application/merge-patch+json'])(
    'was accepted in a body that is not UTF-8, of type %s',
    async (type) => {
      const body = Buffer.from(
        JSON.stringify({ ...good, holder: { ...holder, name: 'José' } }),
        'latin1',
      );
      const answer = await fetch(`${office.stage.url}/v1/purchases`, {
        method: 'POST',
        headers: { authorization: `Bearer ${ana.token}`, 'content-type': type },
        body,
      });
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: 'INVALID_JSON' });
    },
  );
});

describe('an admin', () => {
  it.each([
    ['scp in a list', { scp: ['willcall/admin'] }],
    ['scp among others', { scp: 'openid willcall/admin' }],
    ['scope in a list of one', { scope: ['willcall/admin'] }],
  ])('was refused with the scope stated by %s', async (_, stated) => {
    const token = await signToken({ ...validClaims('ops'), ...stated }, await readIssuerKey());
    expect(await postShow(showBody(), token)).toMatchObject({ status: 201 });
    const path = `/v1/users/${ana.userId}/purchases`;
    expect(await office.send({ path, token })).toMatchObject({ status: 200 });
  });
});

it('a token with a subject of null made a user "null"', async () => {
  const token = await signToken({ ...validClaims('x'), sub: null as never }, await readIssuerKey());
  expect(await office.send({ path: '/v1/users/me/purchases', token })).toMatchObject({
    status: 401,
  });
  const named = await signToken(validClaims('null'), await readIssuerKey());
  expect(await office.send({ path: '/v1/users/me/purchases', token: named })).toMatchObject({
    status: 401,
    body: { code: 'UNAUTHENTICATED' },
  });
});

describe('a card number in the wrong place', () => {
  it.each([
    [
      'the holder’s name',
      { holder: { ...holder, name: 'Ana 4242 4242 4242 4242' } },
      'holder.name',
    ],
    [
      'the address',
      { holder: { ...holder, email: '4242424242424242@example.com' } },
      'holder.email',
    ],
  ])('was kept: %s', async (_, wrong, path) => {
    const answer = await ana.post({ ...good, ...wrong });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ path }] } });
  });

  it('was hashed: the idempotency key', async () => {
    const headers = { 'idempotency-key': '4242-4242-4242-4242' };
    const answer = await ana.post(good, headers);
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_IDEMPOTENCY_KEY' } });
    expect(answer.headers).not.toHaveProperty('idempotency-key');
  });

  it('was logged: the correlation id', async () => {
    const answer = await ana.post(good, { 'x-correlation-id': '5105-1051-0510-5100' });
    expect(answer.status).toBe(202);
    expect(answer.headers['x-correlation-id']).not.toContain('5105');
    expect(printed.lines().join('\n')).not.toContain('5105-1051');
  });
});

describe('an invalid request', () => {
  it('named only some of its faults', async () => {
    const answer = await ana.post({ holder: { name: '', email: 'x' }, unknown: 1, showId: 7 });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(errorsOf(answer)).toMatchObject(
      ['holder.name', 'holder.email', 'unknown', 'showId', 'quantity'].map((path) => ({ path })),
    );
  });

  it('named only one fault of its card', async () => {
    const expired = { ...card('4242424242424241'), expiryYear: 2020 };
    const answer = await ana.post({ ...good, card: expired });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_CARD' } });
    expect(errorsOf(answer)).toEqual([
      { path: 'card.number', message: 'must be a card number, without a typing error' },
      { path: 'card.expiryYear', message: 'must not be in the past: the card has expired' },
    ]);
  });

  it('named no fault of its card beside other faults', async () => {
    const answer = await ana.post({ ...good, card: card('378282246310005'), quantity: 9 });
    expect(answer).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
    expect(errorsOf(answer)).toEqual([
      { path: 'quantity', message: 'must be a whole number from 1 to 8' },
      { path: 'card.number', message: 'must be the number of a Visa or Mastercard card' },
    ]);
  });
});

describe('HEAD', () => {
  it.each(['/health', '/shows', '/v1/shows', '/v1/users/me/purchases', `/v1/shows/${showId}`])(
    'of %s was 404, although GET is 200',
    async (path) => {
      const headers = { authorization: `Bearer ${ana.token}` };
      const head = await fetch(`${office.stage.url}${path}`, { method: 'HEAD', headers });
      expect(head.status).toBe(200);
      expect(head.headers.get('content-type')).toBe('application/json');
      expect(await head.text()).toBe('');
    },
  );

  it('needs the same token as GET', async () => {
    const head = await fetch(`${office.stage.url}/v1/users/me/purchases`, { method: 'HEAD' });
    expect(head.status).toBe(401);
  });
});
