import { MAX_SEATS } from '@willcall/contracts';
import {
  addSeats,
  changeSeatPrice,
  createSeats,
  readSeat,
  removeSeat,
  stampSeatPriceChange,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { setAttributes } from '../support/records/set-attributes.ts';
import { openSale, type Sale } from '../support/sale/open-sale.ts';
import { storeInterruptedBefore } from '../support/seats/interrupted-store.ts';
import { expectSeatsAddUp, readStoredShow, seatRow } from '../support/seats/seat-map.ts';
import { sellSeat } from '../support/seats/sell-seat.ts';

const TRANSACTION = 'TransactWriteItemsCommand';
const by = () => ({ at: new Date().toISOString(), correlationId: 'test' });
const euro = (amount: number) => ({ amount, currency: 'EUR' });

/** Makes a show of four seats in two shards, with its own tables. */
async function makeSeatedShow(): Promise<Sale> {
  const sale = await openSale({ seating: 'RESERVED', capacity: 4, buckets: 2 });
  await createSeats(sale.store, sale.show, seatRow('A', 4), by());
  return sale;
}

const setOfShow = ({ store, show }: Sale, name: string, value: unknown) =>
  store.documents.send(
    setAttributes(store.tables.shows, { showId: show.showId }, { [name]: value }),
  );

describe('a seat that is sold between the read and the write', () => {
  it('is not removed', async () => {
    const { store, show } = await makeSeatedShow();
    const late = storeInterruptedBefore(store, TRANSACTION, () => sellSeat(store, show, 'A-1'));
    expect(await removeSeat(late, show, 'A-1', by())).toBe('sold');
    expect(await expectSeatsAddUp(store, show.showId)).toMatchObject({ capacity: 4 });
  });

  it('keeps the price it was sold at', async () => {
    const { store, show } = await makeSeatedShow();
    const seat = await readSeat(store, show, 'A-1');
    if (seat === undefined) throw new Error('The seat is gone');
    await sellSeat(store, show, 'A-1');
    const change = { price: euro(1), ...by() };
    expect(await changeSeatPrice(store, show, seat, change)).toBe('refused');
    expect(await readSeat(store, show, 'A-1')).not.toHaveProperty('price');
  });
});

describe('a seat that is removed between the read and the write', () => {
  it('is not removed twice, and takes no second ticket with it', async () => {
    const { store, show } = await makeSeatedShow();
    const late = storeInterruptedBefore(store, TRANSACTION, () =>
      removeSeat(store, show, 'A-1', by()),
    );
    expect(await removeSeat(late, show, 'A-1', by())).toBe('no-such-seat');
    expect(await expectSeatsAddUp(store, show.showId)).toMatchObject({ capacity: 3 });
  });

  it('is not created by a new price', async () => {
    const { store, show } = await makeSeatedShow();
    const seat = await readSeat(store, show, 'A-1');
    await removeSeat(store, show, 'A-1', by());
    if (seat === undefined) throw new Error('The seat is gone');
    const change = { price: euro(1), ...by() };
    expect(await changeSeatPrice(store, show, seat, change)).toBe('no-such-seat');
    expect(await readSeat(store, show, 'A-1')).toBeUndefined();
  });

  it('and created again does not get the price that was set for the old one', async () => {
    const { store, show } = await makeSeatedShow();
    const first = await readSeat(store, show, 'A-1');
    if (first === undefined) throw new Error('The seat is gone');
    await changeSeatPrice(store, show, first, { price: euro(1), ...by() });
    const change = { price: euro(2), ...by() };
    expect(await changeSeatPrice(store, show, first, change)).toBe('refused');
  });
});

describe('the price change of a seat is stamped', () => {
  const stampOf = (changedAt: string, priceVersion = 1) => ({
    showId: 'unused',
    seatId: 'A-1',
    price: euro(999),
    priceVersion,
    previousPrice: euro(1599),
    isDiscounted: true,
    discountPercentage: 37.52,
    lastPriceChangeAt: changedAt,
    ...by(),
  });
  const reprice = async ({ store, show }: Sale): Promise<string> => {
    const seat = await readSeat(store, show, 'A-1');
    if (seat === undefined) throw new Error('The seat is gone');
    const change = { price: euro(999), ...by() };
    expect(await changeSeatPrice(store, show, seat, change)).toMatchObject({ priceVersion: 1 });
    return change.at;
  };

  it('once, and only on its own price', async () => {
    const sale = await makeSeatedShow();
    const { store, show } = sale;
    const at = await reprice(sale);
    expect(await stampSeatPriceChange(store, show, stampOf(at, 2))).toBe('refused');
    expect(await stampSeatPriceChange(store, show, stampOf(at))).toMatchObject({
      stampedVersion: 1,
    });
    expect(await stampSeatPriceChange(store, show, stampOf(at))).toBe('refused');
  });

  it('never on a removed seat, or on a seat that was created again', async () => {
    const sale = await makeSeatedShow();
    const { store, show } = sale;
    await reprice(sale);
    const long = '2020-01-01T00:00:00.000Z';
    await removeSeat(store, show, 'A-1', by());
    expect(await stampSeatPriceChange(store, show, stampOf(long))).toBe('no-such-seat');
    await addSeats(store, show, ['A-1'], by());
    await reprice(sale);
    expect(await stampSeatPriceChange(store, show, stampOf(long))).toBe('refused');
  });
});

it('when the last ticket of a shard is sold in the meantime, the ticket is taken from another shard', async () => {
  const { store, show } = await makeSeatedShow();
  // Both tickets of the first shard are sold. Two seats stay free, with their tickets in the second
  // shard.
  const late = storeInterruptedBefore(store, TRANSACTION, async () => {
    await sellSeat(store, show, 'A-3');
    await sellSeat(store, show, 'A-4');
  });
  expect(await removeSeat(late, show, 'A-1', { ...by(), random: () => 0 })).toBe('removed');
  expect(await expectSeatsAddUp(store, show.showId)).toMatchObject({ capacity: 3 });
});

describe('seats are not added', () => {
  it('a second time when another request has just added some of them', async () => {
    const { store, show } = await makeSeatedShow();
    const other = seatRow('B', 6).slice(0, 4);
    const late = storeInterruptedBefore(store, TRANSACTION, () =>
      addSeats(store, show, other, by()),
    );
    expect(await addSeats(late, show, seatRow('B', 6), by())).toEqual({ added: 2 });
    expect(await expectSeatsAddUp(store, show.showId)).toMatchObject({ capacity: 10, returns: 2 });
  });

  it.each([
    [
      'that was cancelled in the meantime',
      'cancelledAt',
      '2031-01-01T00:00:00.000Z',
      'show-cancelled',
    ],
    ['that was removed in the meantime', 'removedAt', '2031-01-01T00:00:00.000Z', 'no-such-show'],
    ['that became full in the meantime', 'capacity', MAX_SEATS, 'too-many-seats'],
  ])('to a show %s', async (_, name, value, refusal) => {
    const sale = await makeSeatedShow();
    const { store, show } = sale;
    const late = storeInterruptedBefore(store, TRANSACTION, () => setOfShow(sale, name, value));
    expect(await addSeats(late, show, seatRow('B', 2), by())).toBe(refusal);
    expect(await readSeat(store, show, 'B-1')).toBeUndefined();
  });

  it('beyond the maximum number of seats, and are added up to it', async () => {
    const sale = await makeSeatedShow();
    await setOfShow(sale, 'capacity', MAX_SEATS - 2);
    const show = await readStoredShow(sale.store, sale.show.showId);
    expect(await addSeats(sale.store, show, seatRow('B', 3), by())).toBe('too-many-seats');
    expect(await addSeats(sale.store, show, seatRow('B', 2), by())).toEqual({ added: 2 });
  });
});
