import type { SeatResource } from '@willcall/contracts';
import { expect, inject, it } from 'vitest';
import { openBoxOffice } from '../support/http/box-office.ts';
import {
  createSeatClient,
  readStoredSeats,
  readStoredShow,
  seatRow,
} from '../support/seats/seat-map.ts';
import { sellSeat } from '../support/seats/sell-seat.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const office = await openBoxOffice({
  announces: true,
  env: { FLYERS_BUCKET: 'flyers', AWS_ENDPOINT_URL_S3: inject('sqsEndpoint') },
});
const { store } = office;
const euro = (amount: number) => ({ amount, currency: 'EUR' });

/** Makes a show of three seats at 15.99 with its client. */
async function makeSeatedShow() {
  const answer = await office.send({
    method: 'POST',
    path: '/v1/shows',
    token: office.adminToken,
    body: {
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: euro(1599),
      seats: seatRow('A', 3),
    },
  });
  const { showId } = answer.body as { showId: string };
  return { showId, seatClient: createSeatClient(office, showId) };
}

it('a new price of a seat is announced, processed and shown on the seat, and causes no further event', async () => {
  const bus = await openSubscriber(office.stage);
  const { showId, seatClient } = await makeSeatedShow();
  const ofSeat = (detail: { readonly showId: string; readonly seatId?: string | undefined }) =>
    detail.showId === showId && detail.seatId !== undefined;
  const answer = await seatClient.patch('A-2', { price: euro(1299) });
  expect(answer).toMatchObject({ status: 200, body: { price: euro(1299) } });

  const change = { seatId: 'A-2', showName: 'Hamlet', newPrice: euro(1299), priceVersion: 1 };
  const initiated = await bus.event('PriceChangeInitiated', ofSeat);
  expect(initiated).toMatchObject({ ...change, oldPrice: euro(1599) });
  expect(initiated.correlationId).toBe(answer.headers['x-correlation-id']);
  const processed = await bus.event('PriceChangeProcessed', ofSeat);
  expect(processed).toMatchObject({
    ...change,
    previousPrice: euro(1599),
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: initiated.occurredAt,
    correlationId: initiated.correlationId,
  });
  const seat = (await seatClient.get('A-2')).body as SeatResource;
  expect(seat).toEqual({
    seatId: 'A-2',
    state: 'FREE',
    price: euro(1299),
    previousPrice: euro(1599),
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: initiated.occurredAt,
  });

  // The show and the other seats are unchanged.
  expect((await seatClient.get('A-1')).body).not.toHaveProperty('previousPrice');
  expect((await office.send({ path: `/v1/shows/${showId}` })).body).not.toHaveProperty(
    'previousPrice',
  );

  // The second change starts from the seat's own price. Nothing in the first one caused another.
  await seatClient.patch('A-2', { price: euro(1499) });
  const second = await bus.event(
    'PriceChangeProcessed',
    (detail) => ofSeat(detail) && detail.priceVersion === 2,
  );
  expect(second).toMatchObject({ oldPrice: euro(1299), isDiscounted: false });
  expect((await seatClient.get('A-2')).body).not.toHaveProperty('discountPercentage');
  const reported = bus
    .received()
    .filter(({ detail }) => ofSeat(detail as { showId: string; seatId?: string }))
    .map(({ type, detail }) => `${type} ${Reflect.get(Object(detail), 'priceVersion')}`);
  expect([...new Set(reported)].toSorted()).toEqual([
    'PriceChangeInitiated 1',
    'PriceChangeInitiated 2',
    'PriceChangeProcessed 1',
    'PriceChangeProcessed 2',
  ]);
});

it('seats that are created, removed, sold, or priced like their show cause no event', async () => {
  const bus = await openSubscriber(office.stage);
  const { showId, seatClient } = await makeSeatedShow();
  await seatClient.put(seatRow('B', 3));
  await seatClient.remove('B-1');
  await sellSeat(store, await readStoredShow(store, showId), 'A-1');
  await seatClient.patch('A-3', { price: euro(1599) });
  // A later event on the same stream has arrived, so the earlier changes were processed.
  await seatClient.patch('A-2', { price: euro(1) });
  await bus.event('PriceChangeProcessed', (detail) => detail.showId === showId);
  const seats = bus
    .received()
    .map(({ detail }) => Object(detail))
    .filter((detail) => detail.showId === showId && 'seatId' in detail)
    .map(({ seatId }) => seatId);
  expect(new Set(seats)).toEqual(new Set(['A-2']));
});

it('a seat that is sold before its price is processed is stamped all the same', async () => {
  const { showId, seatClient } = await makeSeatedShow();
  await seatClient.patch('A-1', { price: euro(999) });
  const show = await readStoredShow(store, showId);
  await sellSeat(store, show, 'A-1');
  const stamped = async () =>
    (await readStoredSeats(store, show)).find(({ seatId }) => seatId === 'A-1')?.stampedVersion;
  await expect.poll(stamped).toBe(1);
  expect((await seatClient.get('A-1')).body).toMatchObject({ state: 'SOLD', price: euro(999) });
});
