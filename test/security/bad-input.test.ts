import { afterEach, describe, expect, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { card, purchaseBody, purchaseBodyWithoutCard, showBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { expectProblem, MARK } from './expect-problem.ts';

const counter = createCallCounter();
const office = await openBoxOffice({ pollers: 0, seams: { sqsPlugins: [counter.plugin] } });
const { showId } = await office.makeShow();
const ana = await office.buyer();
const good = purchaseBody({ showId });
const { holder } = good;

afterEach(() => {
  const calls = counter.calls();
  counter.reset();
  expect(calls).toEqual({});
});

/** The error, the body, and the paths that the answer names. */
const badFields: [string, unknown, string[]][] = [
  ['an unknown field', { ...good, seat: MARK }, ['seat']],
  ['two unknown fields', { ...good, a: MARK, b: MARK }, ['a', 'b']],
  [
    'an unknown field of the holder',
    { ...good, holder: { ...holder, phone: MARK } },
    ['holder.phone'],
  ],
  ['an unknown field of the card', { ...good, card: { ...card(), cvc: MARK } }, ['card.cvc']],
  [
    'an unknown field of the price',
    { ...good, expectedPrice: { amount: 1, currency: 'EUR', vat: MARK } },
    ['expectedPrice.vat'],
  ],
  ['no show', { ...good, showId: undefined }, ['showId']],
  ['a show that is a number', { ...good, showId: 7 }, ['showId']],
  ['a show with punctuation in its id', { ...good, showId: `${MARK}#0` }, ['showId']],
  ['a show id of 65 characters', { ...good, showId: MARK.repeat(17).slice(0, 65) }, ['showId']],
  ['quantity 0', { ...good, quantity: 0 }, ['quantity']],
  ['quantity 9', { ...good, quantity: 9 }, ['quantity']],
  ['quantity -1', { ...good, quantity: -1 }, ['quantity']],
  ['quantity 1.5', { ...good, quantity: 1.5 }, ['quantity']],
  ['quantity "2"', { ...good, quantity: '2' }, ['quantity']],
  ['quantity true', { ...good, quantity: true }, ['quantity']],
  ['quantity null', { ...good, quantity: null }, ['quantity']],
  ['quantity [2]', { ...good, quantity: [2] }, ['quantity']],
  ['no quantity', { ...good, quantity: undefined }, ['quantity']],
  ['no holder', { ...good, holder: undefined }, ['holder']],
  ['a holder that is a text', { ...good, holder: MARK }, ['holder']],
  ['a holder that is a list', { ...good, holder: [MARK, MARK] }, ['holder']],
  ['a holder without a name', { ...good, holder: { email: holder.email } }, ['holder.name']],
  ['a holder without an e-mail', { ...good, holder: { name: 'Ana' } }, ['holder.email']],
  ['an empty name', { ...good, holder: { ...holder, name: '' } }, ['holder.name']],
  ['a name of spaces', { ...good, holder: { ...holder, name: ' \u00a0 ' } }, ['holder.name']],
  [
    'a name of 101 bytes',
    { ...good, holder: { ...holder, name: `${MARK}${'n'.repeat(97)}` } },
    ['holder.name'],
  ],
  [
    'a name of 51 characters of 2 bytes',
    { ...good, holder: { ...holder, name: 'é'.repeat(51) } },
    ['holder.name'],
  ],
  [
    'a name with a line feed',
    { ...good, holder: { ...holder, name: `${MARK}\nBcc: x` } },
    ['holder.name'],
  ],
  ['a name with a NUL', { ...good, holder: { ...holder, name: `${MARK}\0` } }, ['holder.name']],
  [
    'a name with U+FFFF',
    { ...good, holder: { ...holder, name: `${MARK}\uffff` } },
    ['holder.name'],
  ],
  [
    'a name with half a surrogate',
    { ...good, holder: { ...holder, name: `${MARK}\ud83c` } },
    ['holder.name'],
  ],
  ['an e-mail without @', { ...good, holder: { ...holder, email: MARK } }, ['holder.email']],
  [
    'an e-mail with a line feed',
    { ...good, holder: { ...holder, email: `${MARK}@x.org\n` } },
    ['holder.email'],
  ],
  [
    'an e-mail of 255 bytes',
    {
      ...good,
      holder: { ...holder, email: `${MARK}@${'d'.repeat(60).concat('.').repeat(4)}example` },
    },
    ['holder.email'],
  ],
  ['a card that is a text', { ...good, card: MARK }, ['card']],
  ['a card that is null', { ...good, card: null }, ['card']],
  [
    'a card number that is a number',
    { ...good, card: { ...card(), number: 4242 } },
    ['card.number'],
  ],
  [
    'a card number of 65 characters',
    { ...good, card: card(MARK.repeat(17).slice(0, 65)) },
    ['card.number'],
  ],
  ['an expiry month 13', { ...good, card: { ...card(), expiryMonth: 13 } }, ['card.expiryMonth']],
  [
    'an expiry year of two digits',
    { ...good, card: { ...card(), expiryYear: 98 } },
    ['card.expiryYear'],
  ],
  [
    'an expiry that is a text',
    { ...good, card: { ...card(), expiryYear: MARK } },
    ['card.expiryYear'],
  ],
  [
    'a price below zero',
    { ...good, expectedPrice: { amount: -1, currency: 'EUR' } },
    ['expectedPrice.amount'],
  ],
  [
    'a price with cents',
    { ...good, expectedPrice: { amount: 15.99, currency: 'EUR' } },
    ['expectedPrice.amount'],
  ],
  [
    'a price in an invalid currency',
    { ...good, expectedPrice: { amount: 1, currency: MARK } },
    ['expectedPrice.currency'],
  ],
  [
    'everything wrong at once',
    { showId: 1, quantity: MARK, holder: 1 },
    ['showId', 'quantity', 'holder'],
  ],
  ['an object without fields', {}, ['showId', 'holder', 'quantity']],
  ['a list', [good], ['']],
  ['null', null, ['']],
  ['a text', JSON.stringify(JSON.stringify(good)), ['']],
  ['a number', '7', ['']],
];

describe('a purchase with', () => {
  it.each(badFields)('%s is 400 INVALID_REQUEST and names the field', async (_, body, paths) => {
    expectProblem(await ana.post(body), 400, 'INVALID_REQUEST', paths);
  });

  it.each([
    ['an unfinished member', `{"showId":"${MARK}`],
    ['an extra comma', `{"showId":"${MARK}",}`],
    ['a form', `showId=${MARK}`],
    ['two documents', `{"a":"${MARK}"}{}`],
    ['a comment', `{/* ${MARK} */}`],
    ['a __proto__ member', `{"__proto__":{"quantity":"${MARK}"},"showId":"a"}`],
    ['bytes that are not text', '\u0000\u0001'],
    ['only spaces', '   '],
  ])('a body that is not JSON (%s) is 400 INVALID_JSON', async (_, body) => {
    expectProblem(await ana.post(body), 400, 'INVALID_JSON');
  });

  it('no body is 400', async () => {
    for (const body of ['', undefined]) {
      const answer = await ana.post(body, { 'content-type': 'application/json' });
      expect(answer).toMatchObject({
        status: 400,
        headers: { 'content-type': 'application/problem+json' },
        body: { code: expect.stringMatching(/^INVALID_(JSON|REQUEST)$/) },
      });
    }
  });

  it.each([
    ['text/plain'],
    ['application/x-www-form-urlencoded'],
    ['multipart/form-data; boundary=x'],
    ['application/xml'],
    ['application/jsonp'],
    [''],
  ])('content type "%s" is 415 UNSUPPORTED_MEDIA_TYPE', async (type) => {
    const answer = await ana.post({ ...good, mark: MARK }, { 'content-type': type });
    expectProblem(answer, 415, 'UNSUPPORTED_MEDIA_TYPE');
  });

  it.each([
    ['a valid one with spaces', `${JSON.stringify(good)}${' '.repeat(17 * 1024)}`],
    ['one large field', JSON.stringify({ ...good, note: MARK.repeat(5000) })],
    ['not JSON', MARK.repeat(17 * 256)],
    ['multi-byte characters', JSON.stringify({ ...good, note: '🎫'.repeat(4200) })],
    ['16 KiB and one byte', JSON.stringify(good).padEnd(16 * 1024 + 1)],
  ])('a body of 17 KiB (%s) is 413 PAYLOAD_TOO_LARGE', async (_, body) => {
    expectProblem(await ana.post(body), 413, 'PAYLOAD_TOO_LARGE');
  });

  it('a body over 16 KiB that the gateway sends as base64 is 413 too', async () => {
    const answer = await ana.post(JSON.stringify(good).padEnd(17 * 1024), {
      'content-type': 'application/octet-stream',
    });
    expectProblem(answer, 413, 'PAYLOAD_TOO_LARGE');
  });

  it.each([
    ['a wrong check digit', card('4242424242424241'), 'card.number'],
    ['an American Express', card('378282246310005'), 'card.number'],
    ['a Discover', card('6011111111111117'), 'card.number'],
    ['a number just above Mastercard’s', card('2721000000000004'), 'card.number'],
    ['a number just below Mastercard’s', card('2220999999999991'), 'card.number'],
    ['a number between Mastercard’s ranges', card('5600000000000003'), 'card.number'],
    ['a Visa of 15 digits', card('424242424242424'), 'card.number'],
    ['a Mastercard of 17 digits', card('55555555555544440'), 'card.number'],
    ['letters', card(`${MARK}-4242-4242-4242`), 'card.number'],
    ['digits of another script', card('４２４２４２４２４２４２４２４２'), 'card.number'],
    ['nothing', card(''), 'card.number'],
    ['zeros', card('0000000000000000'), 'card.number'],
    ['an expired one', { ...card(), expiryYear: 2020 }, 'card.expiryYear'],
  ])('a bad card (%s) is 400 INVALID_CARD', async (_, bad, path) => {
    const answer = await ana.post({ ...good, card: bad });
    expectProblem(answer, 400, 'INVALID_CARD', [path]);
    if (bad.number !== '') expect(answer.text).not.toContain(bad.number);
  });

  it('no card for a show that is not free is 400', async () => {
    const answer = await ana.post(purchaseBodyWithoutCard({ showId }));
    expectProblem(answer, 400, 'INVALID_REQUEST', ['card']);
  });
});

const goodShow = showBody();
const badShows: [string, unknown, string[]][] = [
  ['an unknown field', { ...goodShow, reserved: MARK }, ['reserved']],
  ['an id', { ...goodShow, showId: MARK }, ['showId']],
  ['capacity 0', { ...goodShow, capacity: 0 }, ['capacity']],
  ['capacity 1.5', { ...goodShow, capacity: 1.5 }, ['capacity']],
  ['capacity 1000001', { ...goodShow, capacity: 1_000_001 }, ['capacity']],
  ['a price below zero', { ...goodShow, price: { amount: -1, currency: 'EUR' } }, ['price.amount']],
  [
    'a price in an invalid currency',
    { ...goodShow, price: { amount: 1, currency: 'eur' } },
    ['price.currency'],
  ],
  ['a start that is not a time', { ...goodShow, startsAt: MARK }, ['startsAt']],
  ['a start in a local time', { ...goodShow, startsAt: '2099-06-01T20:00:00+02:00' }, ['startsAt']],
  ['a start on 30 February', { ...goodShow, startsAt: '2099-02-30T20:00:00Z' }, ['startsAt']],
  ['a start in the year 0000', { ...goodShow, startsAt: '0000-06-01T20:00:00Z' }, ['startsAt']],
  ['a start that has passed', { ...goodShow, startsAt: '2020-01-01T00:00:00Z' }, ['startsAt']],
  [
    'a start of 4,000 digits of a second',
    { ...goodShow, startsAt: `2099-06-01T20:00:00.${'0'.repeat(4_000)}Z` },
    ['startsAt'],
  ],
  [
    'a sale that closed long ago',
    { ...goodShow, saleClosesAt: '2020-01-01T00:00:00Z' },
    ['saleClosesAt'],
  ],
  ['a name of 201 bytes', { ...goodShow, name: 'n'.repeat(201) }, ['name']],
  ['onSale "yes"', { ...goodShow, onSale: 'yes' }, ['onSale']],
  [
    'a sale that opens after its end',
    { ...goodShow, saleOpensAt: '2099-06-02T20:00:00Z' },
    ['saleOpensAt'],
  ],
];

it.each(badShows)('a show with %s is 400 INVALID_REQUEST', async (_, body, paths) => {
  const token = office.adminToken;
  const answer = await office.send({ method: 'POST', path: '/v1/shows', token, body });
  expectProblem(answer, 400, 'INVALID_REQUEST', paths);
});

it.each([
  ['GET', '/v1/tickets', 404],
  ['POST', '/v1/health', 404],
  ['DELETE', '/v1/purchases', 404],
  ['GET', '/v2/shows', 404],
  ['GET', '/v1/v1/shows', 404],
  ['GET', '/v1/shows/%E0%A4%A', 400],
])('%s %s is not a route: the gateway answers %i', async (method, path, status) => {
  const answer = await office.send({ method, path, token: office.adminToken });
  expect(answer).toMatchObject({ status, body: { message: expect.any(String) } });
});

it('none of these requests was queued, but a valid one is', async () => {
  expect(await ana.post(good)).toMatchObject({ status: 202 });
  expect(counter.calls()).toEqual({ SendMessageCommand: 1 });
  counter.reset();
});
