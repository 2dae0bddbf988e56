import { afterEach, describe, expect, it } from 'vitest';
import { connectionRefused } from '../support/faults/errors.ts';
import { card, MASTERCARD, purchaseBody, VISA } from '../support/http/bodies.ts';
import { purchaseIdOf } from '../support/http/buyer.ts';
import { openWatchedSale, type WatchedTexts } from '../support/http/watched-sale.ts';

/** A name that cannot occur by chance, so that a search finds every copy. */
const HOLDER = { name: 'Zofia Qwertyńska', email: 'zofia.qwertynska@example.org' };
const NUMBERS = [VISA, MASTERCARD];
/** The numbers as people and forms write them. */
const WRITTEN = NUMBERS.flatMap((number) => [
  number,
  number.replaceAll(/(\d{4})(?!$)/g, '$1 '),
  number.replaceAll(/(\d{4})(?!$)/g, '$1-'),
]);

/** All but the last four digits, with any punctuation between them. */
const traces = NUMBERS.map(
  (number) => new RegExp([...number.slice(0, -4)].join('[^0-9A-Za-z]{0,3}')),
);

const holdsNumber = (text: string): boolean => traces.some((trace) => trace.test(text));

const { send, post, decided, everything, faults, makeShow, zofia } = await openWatchedSale();
const { showId } = await makeShow({ capacity: 1000 });

afterEach(() => faults.assertAllUsed());

/** Searches logs, messages, records and answers, and returns them. */
const expectNoNumberAnywhere = async (): Promise<WatchedTexts> => {
  const found = await everything();
  for (const [where, texts] of Object.entries(found)) {
    expect(texts.filter(holdsNumber), where).toEqual([]);
  }
  return found;
};

/** Logs may contain only ids of the buyer, not even the last four digits of the card. */
const expectNobodyIn = (printed: readonly string[]): void => {
  const [, , signature = ''] = zofia.token.split('.');
  expect(printed.length).toBeGreaterThan(0);
  for (const secret of [HOLDER.name, 'Qwerty', HOLDER.email, 'zofia.q', zofia.token, signature]) {
    expect(printed.filter((line) => line.includes(secret))).toEqual([]);
  }
};

it('the search finds a number in every notation, and ignores brand and last four digits', () => {
  for (const written of WRITTEN) expect(holdsNumber(`{"a":"${written}"}`)).toBe(true);
  expect(holdsNumber(JSON.stringify({ number: Number(VISA) }))).toBe(true);
  expect(holdsNumber('{"brand":"visa","last4":"4242"}')).toBe(false);
});

describe('no log line, message, record or answer contains the card number', () => {
  it.each(WRITTEN)('when the purchase is sold, written %s', async (number) => {
    const body = purchaseBody({ showId, card: card(number), holder: HOLDER });
    const answer = await post(body);
    expect(answer).toMatchObject({ status: 202 });
    await decided(answer);

    const { printed, sent, stored } = await expectNoNumberAnywhere();
    expectNobodyIn(printed);
    // The last four digits are found, so the search covered the right data.
    const last4 = number.slice(-4);
    expect(sent.some((input) => input.includes(`\\"last4\\":\\"${last4}\\"`))).toBe(true);
    expect(stored.some((item) => item.includes(`"last4":"${last4}"`))).toBe(true);
  });

  it('when the purchase is refused by the worker, immediately, or as a bad request', async () => {
    const early = await makeShow({ saleOpensAt: '2098-01-01T00:00:00Z' });
    for (const number of NUMBERS) {
      const good = purchaseBody({ showId, card: card(number), holder: HOLDER });
      await decided(await post({ ...good, showId: 'invented' }));
      await decided(await post({ ...good, expectedPrice: { amount: 1, currency: 'EUR' } }));
      expect(await post({ ...good, showId: early.showId })).toMatchObject({ status: 409 });
      expect(await post({ ...good, quantity: 9 })).toMatchObject({ status: 400 });
      const expired = { ...good, card: { ...card(number), expiryYear: 2020 } };
      expect(await post(expired)).toMatchObject({ body: { code: 'INVALID_CARD' } });
      const mistyped = { ...good, card: card(`${number.slice(0, -1)}9`) };
      expect(await post(mistyped)).toMatchObject({ body: { code: 'INVALID_CARD' } });
    }
    expectNobodyIn((await expectNoNumberAnywhere()).printed);
  });

  it('when the queue is unavailable, or the worker fails with an error that quotes its input', async () => {
    const quoting = () =>
      Object.assign(new Error(`Cannot write ${HOLDER.name} <${HOLDER.email}> ${VISA}`), {
        name: 'ValidationException',
      });
    for (const number of NUMBERS) {
      const body = purchaseBody({ showId, card: card(number), holder: HOLDER });
      faults.before('SendMessageCommand', connectionRefused);
      expect(await post(body)).toMatchObject({ status: 503 });
      faults.before('SendMessageCommand', quoting);
      expect(await post(body)).toMatchObject({ status: 503 });
      faults.before('TransactWriteItemsCommand', quoting);
      await decided(await post(body));
    }
    expectNobodyIn((await expectNoNumberAnywhere()).printed);
  });
});

describe('a misplaced card number is not repeated', () => {
  const good = (showId: string) => purchaseBody({ showId, holder: HOLDER });
  const misplaced: [string, (showId: string, number: string) => unknown][] = [
    ['in unfinished JSON', (_, number) => `{"card":{"number":"${number}`],
    ['in JSON with an extra comma', (_, number) => `{"card":{"number":"${number}"},}`],
    ['bare, before JSON', (_, number) => `${number} {}`],
    [
      'as a number',
      (showId, number) => ({
        ...good(showId),
        card: { ...card(), number: Number(number.replaceAll(/\D/g, '')) },
      }),
    ],
    ['in an unknown field', (showId, number) => ({ ...good(showId), note: number })],
    [
      'in an unknown field of the card',
      (showId, number) => ({ ...good(showId), card: { ...card(), pan: number } }),
    ],
    ['as the card itself', (showId, number) => ({ ...good(showId), card: number })],
    ['as the quantity', (showId, number) => ({ ...good(showId), quantity: number })],
    [
      'as the expiry',
      (showId, number) => ({ ...good(showId), card: { ...card(), expiryYear: number } }),
    ],
    [
      'as a currency',
      (showId, number) => ({ ...good(showId), expectedPrice: { amount: 1, currency: number } }),
    ],
    [
      'as an e-mail',
      (showId, number) => ({ ...good(showId), holder: { ...HOLDER, email: number } }),
    ],
    ['as the whole body', (_, number) => JSON.stringify(number)],
    ['as the name of a field', (showId, number) => ({ ...good(showId), [number]: 1 })],
    [
      'as the name of a field of the card',
      (showId, number) => ({ ...good(showId), card: { ...card(), [number]: 1 } }),
    ],
    [
      'as the name of a field of the holder',
      (showId, number) => ({ ...good(showId), holder: { ...HOLDER, [number]: 1 } }),
    ],
  ];

  it.each(misplaced)('%s', async (_, bodyOf) => {
    for (const number of WRITTEN) {
      expect(await post(bodyOf(showId, number))).toMatchObject({ status: 400 });
    }
    expectNobodyIn((await expectNoNumberAnywhere()).printed);
  });

  it('in a path, a query, a cursor, a content type, or a trailing token', async () => {
    for (const number of WRITTEN) {
      const word = encodeURIComponent(number);
      await send({ path: `/v1/purchases/${word}` });
      await send({ path: `/v1/${word}` });
      await send({ path: `/v1/shows?limit=${word}` });
      await send({ path: `/v1/shows?cursor=${word}` });
      await post('{}', { 'content-type': `text/${number.replaceAll(' ', '')}` });
      await send({ method: 'GET', token: number });
    }
    await expectNoNumberAnywhere();
  });
});

it('a card number as the name of a query parameter is not repeated', async () => {
  for (const number of WRITTEN) {
    const path = `/v1/shows?${encodeURIComponent(number)}=1`;
    expect(await send({ path })).toMatchObject({ status: 400 });
  }
  await expectNoNumberAnywhere();
});

it('no hash contains the number: two numbers with the same last four digits give the same purchase', async () => {
  const key = { 'idempotency-key': 'one of two cards' };
  const twin = '4000001499994242';
  const ids = await Promise.all(
    [VISA, twin].map(async (number) => {
      const body = purchaseBody({ showId, card: card(number) });
      return purchaseIdOf(await zofia.request(body, key));
    }),
  );
  expect(ids[0]).toBe(ids[1]);
});
