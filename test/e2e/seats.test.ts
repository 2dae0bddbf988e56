import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import {
  expectExactSeats,
  houseOf,
  row,
  seatDesk,
  storedSeats,
  storedShow,
} from '../support/seats/house.ts';

import { soldSeat } from '../support/seats/sold-seat.ts';

const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});
const { store } = office;
const euro = (amount: number) => ({ amount, currency: 'EUR' });

const house = houseOf(office);

describe('a show made with seats', () => {
  it.each([0, 1, 3, 500])('%i of them, has just these, all of them free', async (number) => {
    const seats = row('A', number);
    const { show, desk } = await house(seats);
    expect(show).toMatchObject({ seating: 'RESERVED', capacity: number, available: number });
    const map = (await desk.map()).flat();
    expect(map.map(({ seatId }) => seatId).sort()).toEqual([...seats].sort());
    for (const seat of map) expect(seat).toMatchObject({ state: 'FREE', price: euro(1599) });
    await expectExactSeats(store, show.showId);
  });

  it('to be filled later is paused from its beginning, in as many buckets as a full house', async () => {
    const { showId } = await house([], { onSale: false });
    const { pausedAt, createdAt, buckets, onSale } = await storedShow(store, showId);
    expect(onSale).toBe(false);
    expect(pausedAt).toBe(createdAt);
    expect(buckets).toBe(64);
  });

  it('on sale at once has buckets for the seats it begins with', async () => {
    const { showId } = await house(row('A', 160));
    expect(await storedShow(store, showId)).toMatchObject({ buckets: 2 });
  });

  it('tells nobody how it is kept', async () => {
    const { show } = await house(row('A', 2), { onSale: false });
    expect(show).not.toHaveProperty('pausedAt');
    expect(show).not.toHaveProperty('buckets');
  });
});

describe('PUT /v1/shows/{showId}/seats', () => {
  it('adds what is new, and leaves what is there as it is', async () => {
    const { showId, desk } = await house(row('A', 3));
    await desk.patch('A-1', { price: euro(999) });
    await soldSeat(store, await storedShow(store, showId), 'A-2');
    const answer = await desk.put([...row('A', 3), ...row('B', 2)]);
    expect(answer).toMatchObject({ status: 200, body: { added: 2, existing: 3, capacity: 5 } });
    expect((await desk.get('A-1')).body).toMatchObject({ price: euro(999), state: 'FREE' });
    expect((await desk.get('A-2')).body).toMatchObject({ state: 'SOLD' });
    expect((await office.send({ path: `/v1/shows/${showId}` })).body).toMatchObject({
      capacity: 5,
      available: 4,
    });
    await expectExactSeats(store, showId);
  });

  it('again adds nothing, and says so', async () => {
    const { showId, desk } = await house([]);
    expect(await desk.put(row('A', 120))).toMatchObject({ body: { added: 120, existing: 0 } });
    const before = await storedShow(store, showId);
    expect(await desk.put(row('A', 120))).toMatchObject({
      status: 200,
      body: { added: 0, existing: 120, capacity: 120 },
    });
    expect(await storedShow(store, showId)).toEqual(before);
  });

  it('brings tickets back: the sold-out latch goes, and the returns are counted', async () => {
    const { showId, desk } = await house(row('A', 1));
    await soldSeat(store, await storedShow(store, showId), 'A-1');
    await store.documents.send(
      new UpdateCommand({
        TableName: store.tables.shows,
        Key: { showId },
        UpdateExpression: 'SET soldOutAt = :at',
        ExpressionAttributeValues: { ':at': new Date().toISOString() },
      }),
    );
    await desk.put(row('B', 1));
    const show = await storedShow(store, showId);
    expect(show).not.toHaveProperty('soldOutAt');
    expect(show).toMatchObject({ returns: 1, capacity: 2 });
  });

  it('of a show without seats is 409', async () => {
    const { showId } = await office.makeShow();
    expect(await seatDesk(office, showId).put(['A-1'])).toMatchObject({
      status: 409,
      body: { code: 'WRONG_SEATING' },
    });
    expect((await office.send({ path: `/v1/shows/${showId}/seats` })).body).toEqual({ seats: [] });
  });

  it.each([
    ['was cancelled', 'cancelledAt', '2031-01-01T00:00:00.000Z', 'SHOW_CANCELLED'],
    ['is as full as a house may be', 'capacity', 19_999, 'TOO_MANY_SEATS'],
  ])('of one that %s is 409, and adds none of them', async (_, name, value, code) => {
    const { showId, desk } = await house(row('A', 1));
    await store.documents.send(
      new UpdateCommand({
        TableName: store.tables.shows,
        Key: { showId },
        UpdateExpression: 'SET #name = :value',
        ExpressionAttributeNames: { '#name': name },
        ExpressionAttributeValues: { ':value': value },
      }),
    );
    expect(await desk.put(row('B', 200))).toMatchObject({ status: 409, body: { code } });
    expect(await storedSeats(store, await storedShow(store, showId))).toHaveLength(1);
  });

  it.each<[string, unknown[]]>([
    ['none', []],
    ['one twice', ['A-1', 'A-1']],
    ['a bad id', ['A 1']],
    ['what looks like a card', ['4242424242424242']],
    ['too many', row('A', 501)],
  ])('naming %s is 400', async (_, seats) => {
    const { desk } = await house(row('A', 1));
    expect(await desk.put(seats)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('takes 500 of the longest ids', async () => {
    const { desk } = await house([], { onSale: false });
    const seats = Array.from({ length: 500 }, (_, n) => `balcony-${String(n).padStart(8, '0')}`);
    expect(await desk.put(seats)).toMatchObject({ body: { added: 500, capacity: 500 } });
  });

  it('is for admins, and for shows that are there', async () => {
    const { desk } = await house(row('A', 1));
    const { token } = await office.buyer();
    expect(await desk.put(['B-1'], token)).toMatchObject({ status: 403 });
    expect(await seatDesk(office, 'AAAAAAAAAAAAAAAA').put(['B-1'])).toMatchObject({
      status: 404,
      body: { code: 'SHOW_NOT_FOUND' },
    });
  });
});

describe('a seat', () => {
  it('shows its state and price, and never who holds it', async () => {
    const { showId, desk } = await house(row('A', 2));
    await soldSeat(store, await storedShow(store, showId), 'A-2');
    expect((await desk.get('A-1')).body).toEqual({
      seatId: 'A-1',
      state: 'FREE',
      price: euro(1599),
    });
    expect((await desk.get('A-2')).body).toEqual({
      seatId: 'A-2',
      state: 'SOLD',
      price: euro(1599),
    });
    const everything = [await desk.get('A-2'), await desk.firstPage(), await desk.remove('A-2')];
    for (const { text } of everything) expect(text).not.toMatch(/heldBy|alice|P#/);
  });

  it.each(['B-9', 'A%201', '4242424242424242'])('%s that is not there is 404', async (seatId) => {
    const { desk } = await house(row('A', 1));
    const missing = { status: 404, body: { code: 'SEAT_NOT_FOUND' } };
    expect(await desk.get(seatId)).toMatchObject(missing);
    expect(await desk.patch(seatId, { price: euro(1) })).toMatchObject(missing);
    expect(await desk.remove(seatId)).toMatchObject(missing);
  });

  it('of a show that is not there is 404', async () => {
    const desk = seatDesk(office, 'AAAAAAAAAAAAAAAA');
    const missing = { status: 404, body: { code: 'SHOW_NOT_FOUND' } };
    expect(await desk.get('A-1')).toMatchObject(missing);
    expect(await desk.firstPage()).toMatchObject(missing);
    expect(await desk.remove('A-1')).toMatchObject(missing);
  });

  it('that is free can be removed, with its ticket', async () => {
    const { showId, desk } = await house(row('A', 3));
    expect(await desk.remove('A-2')).toMatchObject({ status: 204, text: '' });
    expect(await desk.get('A-2')).toMatchObject({ status: 404 });
    expect((await expectExactSeats(store, showId)).capacity).toBe(2);
    expect(await desk.put(['A-2'])).toMatchObject({ body: { added: 1, capacity: 3 } });
    await expectExactSeats(store, showId);
  });

  it('that is sold cannot be removed, nor repriced', async () => {
    const { showId, desk } = await house(row('A', 2));
    await soldSeat(store, await storedShow(store, showId), 'A-1');
    const sold = { status: 409, body: { code: 'SEAT_SOLD' } };
    expect(await desk.remove('A-1')).toMatchObject(sold);
    expect(await desk.patch('A-1', { price: euro(1) })).toMatchObject(sold);
    expect((await expectExactSeats(store, showId)).capacity).toBe(2);
  });

  it('is removed once by several who try at the same time', async () => {
    const { showId, desk } = await house(row('A', 4));
    const answers = await Promise.all(Array.from({ length: 4 }, () => desk.remove('A-1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    expect((await expectExactSeats(store, showId)).capacity).toBe(3);
  });

  it('is changed and removed by admins alone', async () => {
    const { desk } = await house(row('A', 1));
    const { token } = await office.buyer();
    expect(await desk.patch('A-1', { price: euro(1) }, token)).toMatchObject({ status: 403 });
    expect(await desk.remove('A-1', token)).toMatchObject({ status: 403 });
  });
});

describe("a seat's own price", () => {
  it('takes the place of the show’s, for this seat alone', async () => {
    const { showId, desk } = await house(row('A', 2));
    expect(await desk.patch('A-1', { price: euro(2599) })).toMatchObject({
      status: 200,
      body: { seatId: 'A-1', state: 'FREE', price: euro(2599) },
    });
    expect((await desk.get('A-2')).body).toMatchObject({ price: euro(1599) });
    const body = { price: euro(1299) };
    await office.send({
      method: 'PATCH',
      path: `/v1/shows/${showId}`,
      token: office.adminToken,
      body,
    });
    expect((await desk.get('A-1')).body).toMatchObject({ price: euro(2599) });
    expect((await desk.get('A-2')).body).toMatchObject({ price: euro(1299) });
  });

  it('set again changes nothing', async () => {
    const { showId, desk } = await house(row('A', 1));
    await desk.patch('A-1', { price: euro(999) });
    const [before] = await storedSeats(store, await storedShow(store, showId));
    expect(before).toMatchObject({ priceVersion: 1, replacedPrice: euro(1599) });
    expect(await desk.patch('A-1', { price: euro(999) })).toMatchObject({ status: 200 });
    expect(await storedSeats(store, await storedShow(store, showId))).toEqual([before]);
  });

  it('set by several at once is counted for each', async () => {
    const { showId, desk } = await house(row('A', 1));
    const answers = await Promise.all([1, 2, 3].map((n) => desk.patch('A-1', { price: euro(n) })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [seat] = await storedSeats(store, await storedShow(store, showId));
    expect(seat).toMatchObject({ priceVersion: 3 });
  });

  it('is in the currency of the show', async () => {
    const { desk } = await house(row('A', 1));
    expect(await desk.patch('A-1', { price: { amount: 1, currency: 'USD' } })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ path: 'price.currency' }] },
    });
    expect(await desk.patch('A-1', {})).toMatchObject({ status: 400 });
  });
});
