import type { ShowWithStock } from '@willcall/contracts';
import { changeShow, readShow } from '@willcall/store';
import { describe, expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import { watchCalls } from '../support/sale/watch-calls.ts';

const calls = watchCalls();
const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
  seams: { dynamodbPlugins: [calls.plugin] },
});
const euro = (amount: number) => ({ amount, currency: 'EUR' });

const patch = (showId: string, body: unknown, token: string | undefined = office.adminToken) =>
  office.send({ method: 'PATCH', path: `/v1/shows/${showId}`, token, body });
const readRecord = async (showId: string) => {
  const record = await readShow(office.store, showId, { consistent: true });
  if (record === undefined) throw new Error('The show is gone');
  return record;
};

describe('PATCH /v1/shows/{showId}', () => {
  it('sets a price, counts the change, and answers with the show as GET returns it', async () => {
    const { showId } = await office.makeShow({ capacity: 7 });
    const answer = await patch(showId, { price: euro(1299) });
    expect(answer).toMatchObject({ status: 200, body: { price: euro(1299), available: 7 } });
    const seen = (await office.send({ path: `/v1/shows/${showId}` })).body as ShowWithStock;
    // The discount may have been stamped in the meantime.
    expect(seen).toMatchObject(answer.body as ShowWithStock);
    expect(answer.body).not.toHaveProperty('priceVersion');
    expect(await readRecord(showId)).toMatchObject({
      priceVersion: 1,
      updatedAt: expect.any(String),
      correlationId: answer.headers['x-correlation-id'],
    });
  });

  it('writes nothing for the price that the show has', async () => {
    const { showId, price } = await office.makeShow();
    const before = await readRecord(showId);
    expect(await patch(showId, { price, onSale: true })).toMatchObject({ status: 200 });
    expect(await readRecord(showId)).toEqual(before);
    expect(JSON.stringify(calls.inputsOf('UpdateItemCommand'))).not.toContain(showId);
  });

  it('pauses and resumes the sale without a price change', async () => {
    const { showId } = await office.makeShow();
    expect(await patch(showId, { onSale: false })).toMatchObject({ body: { onSale: false } });
    expect(await patch(showId, { onSale: true })).toMatchObject({ body: { onSale: true } });
    expect(await readRecord(showId)).toMatchObject({ priceVersion: 0, onSale: true });
  });

  it('changes only what differs, and counts no unchanged price', async () => {
    const { showId, price } = await office.makeShow();
    expect(await patch(showId, { price, onSale: false })).toMatchObject({
      body: { price, onSale: false },
    });
    expect(await readRecord(showId)).toMatchObject({ priceVersion: 0 });
    expect(await patch(showId, { price: euro(0), onSale: false })).toMatchObject({ status: 200 });
    expect(await readRecord(showId)).toMatchObject({ priceVersion: 1, price: euro(0) });
  });

  it('counts every change of several concurrent requests, and ends with one of their prices', async () => {
    const { showId } = await office.makeShow();
    const prices = [1100, 1200, 1300].map(euro);
    const answers = await Promise.all(prices.map((price) => patch(showId, { price })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const record = await readRecord(showId);
    expect(record.priceVersion).toBe(3);
    expect(prices).toContainEqual(record.price);
  });

  it('makes one change when several concurrent requests set the same price', async () => {
    const { showId } = await office.makeShow();
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => patch(showId, { price: euro(1299) })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect(await readRecord(showId)).toMatchObject({ priceVersion: 1 });
  });

  it('does not overwrite a price that was set after the show was read', async () => {
    const { showId } = await office.makeShow();
    const seen = await readRecord(showId);
    await patch(showId, { price: euro(1299) });
    const before = await readRecord(showId);
    const late = { price: euro(1299), at: new Date().toISOString(), correlationId: 'late' };
    expect(await changeShow(office.store, seen, late)).toBe('refused');
    expect(await changeShow(office.store, { ...seen, showId: 'gone' }, late)).toBe('no-such-show');
    expect(await readRecord(showId)).toEqual(before);
  });

  it('refuses another currency, because the counters of the show are in its own', async () => {
    const { showId, price } = await office.makeShow();
    const body = { price: { amount: 1299, currency: 'USD' }, onSale: false };
    expect(await patch(showId, body)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ path: 'price.currency' }] },
    });
    expect(await readRecord(showId)).toMatchObject({ price, onSale: true, priceVersion: 0 });
  });

  it.each([
    ['an empty body', {}],
    ['an unknown field', { onSale: false, artist: 'Rose' }],
    ['a price that is a plain number', { price: 12.99 }],
  ])('returns 400 for %s', async (_, body) => {
    const { showId } = await office.makeShow();
    expect(await patch(showId, body)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it.each(['AAAAAAAAAAAAAAAA', '%23calendar'])(
    'returns 404 for an unknown show (%s)',
    async (id) => {
      expect(await patch(id, { onSale: false })).toMatchObject({
        status: 404,
        body: { code: 'SHOW_NOT_FOUND' },
      });
    },
  );

  it('requires an admin', async () => {
    const { showId } = await office.makeShow();
    const { token } = await office.buyer();
    expect(await patch(showId, { onSale: false }, token)).toMatchObject({ status: 403 });
    expect(await readRecord(showId)).toMatchObject({ onSale: true });
  });
});
