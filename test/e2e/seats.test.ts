import { describe, expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import {
  createSeatClient,
  expectSeatsAddUp,
  readStoredSeats,
  readStoredShow,
  seatedShowMaker,
  seatRow,
} from '../support/seats/seat-map.ts';
import { sellSeat } from '../support/seats/sell-seat.ts';

const office = await openBoxOffice({
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});
const { store } = office;
const euro = (amount: number) => ({ amount, currency: 'EUR' });

const makeSeatedShow = seatedShowMaker(office);

describe('a show created with seats', () => {
  it.each([0, 1, 3, 500])(
    '(%i of them) has exactly these seats, all of them free',
    async (number) => {
      const seats = seatRow('A', number);
      const { show, seatClient } = await makeSeatedShow(seats);
      expect(show).toMatchObject({ seating: 'RESERVED', capacity: number, available: number });
      const map = (await seatClient.map()).flat();
      expect(map.map(({ seatId }) => seatId).sort()).toEqual([...seats].sort());
      for (const seat of map) expect(seat).toMatchObject({ state: 'FREE', price: euro(1599) });
      await expectSeatsAddUp(store, show.showId);
    },
  );

  it('that are added later is paused at first, with as many shards as a full show', async () => {
    const { showId } = await makeSeatedShow([], { onSale: false });
    const { pausedAt, createdAt, buckets, onSale } = await readStoredShow(store, showId);
    expect(onSale).toBe(false);
    expect(pausedAt).toBe(createdAt);
    expect(buckets).toBe(64);
  });

  it('that is on sale at once has shards for its first seats', async () => {
    const { showId } = await makeSeatedShow(seatRow('A', 160));
    expect(await readStoredShow(store, showId)).toMatchObject({ buckets: 2 });
  });

  it('does not expose how it is stored', async () => {
    const { show } = await makeSeatedShow(seatRow('A', 2), { onSale: false });
    expect(show).not.toHaveProperty('pausedAt');
    expect(show).not.toHaveProperty('buckets');
  });
});

describe('PUT /v1/shows/{showId}/seats', () => {
  it('adds new seats and leaves existing ones unchanged', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 3));
    await seatClient.patch('A-1', { price: euro(999) });
    await sellSeat(store, await readStoredShow(store, showId), 'A-2');
    const answer = await seatClient.put([...seatRow('A', 3), ...seatRow('B', 2)]);
    expect(answer).toMatchObject({ status: 200, body: { added: 2, existing: 3, capacity: 5 } });
    expect((await seatClient.get('A-1')).body).toMatchObject({ price: euro(999), state: 'FREE' });
    expect((await seatClient.get('A-2')).body).toMatchObject({ state: 'SOLD' });
    expect((await office.send({ path: `/v1/shows/${showId}` })).body).toMatchObject({
      capacity: 5,
      available: 4,
    });
    await expectSeatsAddUp(store, showId);
  });

  it('adds nothing when repeated, and says so', async () => {
    const { showId, seatClient } = await makeSeatedShow([]);
    expect(await seatClient.put(seatRow('A', 120))).toMatchObject({
      body: { added: 120, existing: 0 },
    });
    const before = await readStoredShow(store, showId);
    expect(await seatClient.put(seatRow('A', 120))).toMatchObject({
      status: 200,
      body: { added: 0, existing: 120, capacity: 120 },
    });
    expect(await readStoredShow(store, showId)).toEqual(before);
  });

  it('returns tickets to sale: the sold-out latch is cleared, and the returns are counted', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 1));
    await sellSeat(store, await readStoredShow(store, showId), 'A-1');
    await store.documents.send(
      setAttributes(store.tables.shows, { showId }, { soldOutAt: new Date().toISOString() }),
    );
    await seatClient.put(seatRow('B', 1));
    const show = await readStoredShow(store, showId);
    expect(show).not.toHaveProperty('soldOutAt');
    expect(show).toMatchObject({ returns: 1, capacity: 2 });
  });

  it('returns 409 for a show with general admission', async () => {
    const { showId } = await office.makeShow();
    expect(await createSeatClient(office, showId).put(['A-1'])).toMatchObject({
      status: 409,
      body: { code: 'WRONG_SEATING' },
    });
    expect((await office.send({ path: `/v1/shows/${showId}/seats` })).body).toEqual({ seats: [] });
  });

  it.each([
    ['was cancelled', 'cancelledAt', '2031-01-01T00:00:00.000Z', 'SHOW_CANCELLED'],
    ['has the largest number of seats', 'capacity', 19_999, 'TOO_MANY_SEATS'],
  ])('returns 409 for a show that %s, and adds no seat', async (_, name, value, code) => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 1));
    await store.documents.send(setAttributes(store.tables.shows, { showId }, { [name]: value }));
    expect(await seatClient.put(seatRow('B', 200))).toMatchObject({ status: 409, body: { code } });
    expect(await readStoredSeats(store, await readStoredShow(store, showId))).toHaveLength(1);
  });

  it.each<[string, unknown[]]>([
    ['none', []],
    ['one twice', ['A-1', 'A-1']],
    ['an invalid id', ['A 1']],
    ['an id that looks like a card number', ['4242424242424242']],
    ['too many', seatRow('A', 501)],
  ])('returns 400 for %s', async (_, seats) => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 1));
    expect(await seatClient.put(seats)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
  });

  it('accepts 500 of the longest ids', async () => {
    const { seatClient } = await makeSeatedShow([], { onSale: false });
    const seats = Array.from({ length: 500 }, (_, n) => `balcony-${String(n).padStart(8, '0')}`);
    expect(await seatClient.put(seats)).toMatchObject({ body: { added: 500, capacity: 500 } });
  });

  it('requires an admin and an existing show', async () => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 1));
    const { token } = await office.buyer();
    expect(await seatClient.put(['B-1'], token)).toMatchObject({ status: 403 });
    expect(await createSeatClient(office, 'AAAAAAAAAAAAAAAA').put(['B-1'])).toMatchObject({
      status: 404,
      body: { code: 'SHOW_NOT_FOUND' },
    });
  });
});

describe('a seat', () => {
  it('shows its state and price, and never its holder', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 2));
    await sellSeat(store, await readStoredShow(store, showId), 'A-2');
    expect((await seatClient.get('A-1')).body).toEqual({
      seatId: 'A-1',
      state: 'FREE',
      price: euro(1599),
    });
    expect((await seatClient.get('A-2')).body).toEqual({
      seatId: 'A-2',
      state: 'SOLD',
      price: euro(1599),
    });
    const everything = [
      await seatClient.get('A-2'),
      await seatClient.firstPage(),
      await seatClient.remove('A-2'),
    ];
    for (const { text } of everything) expect(text).not.toMatch(/heldBy|alice|P#/);
  });

  it.each(['B-9', 'A%201', '4242424242424242'])(
    '%s returns 404 when it does not exist',
    async (seatId) => {
      const { seatClient } = await makeSeatedShow(seatRow('A', 1));
      const missing = { status: 404, body: { code: 'SEAT_NOT_FOUND' } };
      expect(await seatClient.get(seatId)).toMatchObject(missing);
      expect(await seatClient.patch(seatId, { price: euro(1) })).toMatchObject(missing);
      expect(await seatClient.remove(seatId)).toMatchObject(missing);
    },
  );

  it('returns 404 for an unknown show', async () => {
    const seatClient = createSeatClient(office, 'AAAAAAAAAAAAAAAA');
    const missing = { status: 404, body: { code: 'SHOW_NOT_FOUND' } };
    expect(await seatClient.get('A-1')).toMatchObject(missing);
    expect(await seatClient.firstPage()).toMatchObject(missing);
    expect(await seatClient.remove('A-1')).toMatchObject(missing);
  });

  it('that is free can be removed together with its ticket', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 3));
    expect(await seatClient.remove('A-2')).toMatchObject({ status: 204, text: '' });
    expect(await seatClient.get('A-2')).toMatchObject({ status: 404 });
    expect((await expectSeatsAddUp(store, showId)).capacity).toBe(2);
    expect(await seatClient.put(['A-2'])).toMatchObject({ body: { added: 1, capacity: 3 } });
    await expectSeatsAddUp(store, showId);
  });

  it('that is sold can be neither removed nor repriced', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 2));
    await sellSeat(store, await readStoredShow(store, showId), 'A-1');
    const sold = { status: 409, body: { code: 'SEAT_SOLD' } };
    expect(await seatClient.remove('A-1')).toMatchObject(sold);
    expect(await seatClient.patch('A-1', { price: euro(1) })).toMatchObject(sold);
    expect((await expectSeatsAddUp(store, showId)).capacity).toBe(2);
  });

  it('is removed once when several requests try at the same time', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 4));
    const answers = await Promise.all(Array.from({ length: 4 }, () => seatClient.remove('A-1')));
    expect(answers.map(({ status }) => status).sort()).toEqual([204, 404, 404, 404]);
    expect((await expectSeatsAddUp(store, showId)).capacity).toBe(3);
  });

  it('can be changed and removed only by admins', async () => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 1));
    const { token } = await office.buyer();
    expect(await seatClient.patch('A-1', { price: euro(1) }, token)).toMatchObject({ status: 403 });
    expect(await seatClient.remove('A-1', token)).toMatchObject({ status: 403 });
  });
});

describe('the price of a seat', () => {
  it('replaces the price of the show for this seat only', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 2));
    expect(await seatClient.patch('A-1', { price: euro(2599) })).toMatchObject({
      status: 200,
      body: { seatId: 'A-1', state: 'FREE', price: euro(2599) },
    });
    expect((await seatClient.get('A-2')).body).toMatchObject({ price: euro(1599) });
    const body = { price: euro(1299) };
    await office.send({
      method: 'PATCH',
      path: `/v1/shows/${showId}`,
      token: office.adminToken,
      body,
    });
    expect((await seatClient.get('A-1')).body).toMatchObject({ price: euro(2599) });
    expect((await seatClient.get('A-2')).body).toMatchObject({ price: euro(1299) });
  });

  it('changes nothing when it is set again', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 1));
    await seatClient.patch('A-1', { price: euro(999) });
    const [before] = await readStoredSeats(store, await readStoredShow(store, showId));
    expect(before).toMatchObject({ priceVersion: 1, replacedPrice: euro(1599) });
    expect(await seatClient.patch('A-1', { price: euro(999) })).toMatchObject({ status: 200 });
    expect(await readStoredSeats(store, await readStoredShow(store, showId))).toEqual([before]);
  });

  it('is counted for each of several concurrent changes', async () => {
    const { showId, seatClient } = await makeSeatedShow(seatRow('A', 1));
    const answers = await Promise.all(
      [1, 2, 3].map((n) => seatClient.patch('A-1', { price: euro(n) })),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    const [seat] = await readStoredSeats(store, await readStoredShow(store, showId));
    expect(seat).toMatchObject({ priceVersion: 3 });
  });

  it('uses the currency of the show', async () => {
    const { seatClient } = await makeSeatedShow(seatRow('A', 1));
    expect(await seatClient.patch('A-1', { price: { amount: 1, currency: 'USD' } })).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST', errors: [{ path: 'price.currency' }] },
    });
    expect(await seatClient.patch('A-1', {})).toMatchObject({ status: 400 });
  });
});
