import { purchaseRef, seatKey } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { setAttributes } from '../support/records/set-attributes.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

const rowA = Array.from({ length: 8 }, (_, seat) => `1-A${seat + 1}`);

const makeSeatedMessage = (showId: string, seats: readonly string[], userId?: string) =>
  makePurchaseMessage({
    showId,
    seats: [...seats],
    quantity: seats.length,
    ...(userId === undefined ? {} : { userId }),
  });

describe('purchases of named seats', () => {
  it('take all of their seats in one transaction, which records the holder', async () => {
    const sale = await openSale({ seats: rowA, buckets: 3 });
    const ana = makeSeatedMessage(sale.show.showId, ['1-A1', '1-A2']);
    const bob = makeSeatedMessage(sale.show.showId, ['1-A8']);
    expect(
      await sale.worker()([ana, bob].map((message) => makePurchaseSqsRecord(message))),
    ).toEqual([]);

    const record = await sale.recordOf(ana);
    expect(record).toMatchObject({
      status: 'CONFIRMED',
      seats: ['1-A1', '1-A2'],
      total: { amount: 3198, currency: 'EUR' },
    });
    const seats = await sale.seats(...rowA);
    const ref = purchaseRef(ana.userId, record?.recordKey ?? '');
    expect(rowA.map((id) => seats.get(id)?.heldBy === ref)).toEqual(
      rowA.map((id) => ['1-A1', '1-A2'].includes(id)),
    );
    expect([...seats.values()].filter(({ heldBy }) => heldBy !== undefined)).toHaveLength(3);
    expect(await sale.left()).toBe(5);
  });

  it('are rejected as a whole, with the names of the seats, and take nothing', async () => {
    const sale = await openSale({ seats: rowA, buckets: 2 });
    const { showId } = sale.show;
    const first = makeSeatedMessage(showId, ['1-A1', '1-A2']);
    const late = makeSeatedMessage(showId, ['1-A2', '1-A3']);
    const lost = makeSeatedMessage(showId, ['1-A4', '9-Z9']);
    const { seats: _, ...anywhere } = makeSeatedMessage(showId, ['1-A5']);
    const messages = [first, late, lost, anywhere];
    expect(await sale.worker()(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual(
      [],
    );

    expect(await sale.recordOf(late)).toMatchObject({
      reason: 'SEAT_TAKEN',
      refusedSeats: ['1-A2'],
    });
    expect(await sale.recordOf(lost)).toMatchObject({
      reason: 'SEAT_UNKNOWN',
      refusedSeats: ['9-Z9'],
    });
    expect(await sale.recordOf(anywhere)).toMatchObject({ reason: 'SEAT_UNKNOWN' });
    const seats = await sale.seats('1-A3', '1-A4');
    expect([...seats.values()].map(({ heldBy }) => heldBy)).toEqual([undefined, undefined]);
    expect(await sale.left()).toBe(6);
  });

  it('that another worker takes at the same moment are read again and then rejected', async () => {
    const sale = await openSale({ seats: rowA });
    const mine = makeSeatedMessage(sale.show.showId, ['1-A1', '1-A2']);
    const theirs = sale.worker();
    const other = makeSeatedMessage(sale.show.showId, ['1-A2']);
    // Between the read of the seats and the transaction that relies on it.
    const worker = sale.worker({
      dynamodbPlugins: [
        runBefore('TransactWriteItemsCommand', () => theirs([makePurchaseSqsRecord(other)])),
      ],
    });
    expect(await worker([makePurchaseSqsRecord(mine)])).toEqual([]);
    expect(await sale.recordOf(other)).toMatchObject({ status: 'CONFIRMED' });
    expect(await sale.recordOf(mine)).toMatchObject({
      reason: 'SEAT_TAKEN',
      refusedSeats: ['1-A2'],
    });
    expect(await sale.left()).toBe(7);
  });

  it('cost the price of each seat, and never a price that changed during the decision', async () => {
    const sale = await openSale({ seats: rowA });
    const { documents, tables } = sale.store;
    const price = (seatId: string, amount: number) =>
      documents.send(
        setAttributes(tables.seats, seatKey(sale.show, seatId), {
          price: { amount, currency: 'EUR' },
        }),
      );
    await price('1-A1', 5_000);
    const worker = sale.worker({
      dynamodbPlugins: [runBefore('TransactWriteItemsCommand', () => price('1-A1', 9_000))],
    });
    const careless = makeSeatedMessage(sale.show.showId, ['1-A1', '1-A2']);
    const careful = {
      ...makeSeatedMessage(sale.show.showId, ['1-A3']),
      expectedPrice: { amount: 9_000, currency: 'EUR' },
    };
    expect(await worker([makePurchaseSqsRecord(careless), makePurchaseSqsRecord(careful)])).toEqual(
      [],
    );

    expect(await sale.recordOf(careless)).toMatchObject({ total: { amount: 10_599 } });
    expect(await sale.recordOf(careful)).toMatchObject({
      reason: 'PRICE_CHANGED',
      currentPrice: { amount: 1_599, currency: 'EUR' },
    });
    const revenue = (await sale.buckets()).reduce((sum, bucket) => sum + bucket.revenue, 0);
    expect(revenue).toBe(10_599);
  });

  it('change nothing when they are delivered again', async () => {
    const sale = await openSale({ seats: rowA });
    const messages = [['1-A1', '1-A2'], ['1-A2'], ['1-A3']].map((ids) =>
      makeSeatedMessage(sale.show.showId, ids),
    );
    const records = messages.map((message) => makePurchaseSqsRecord(message));
    await sale.worker()(records);
    const decided = await Promise.all(messages.map((message) => sale.recordOf(message)));
    const held = await sale.seats(...rowA);

    expect(await sale.worker()([...records].reverse())).toEqual([]);
    expect(await Promise.all(messages.map((message) => sale.recordOf(message)))).toEqual(decided);
    expect(await sale.seats(...rowA)).toEqual(held);
  });

  it('that exceed one transaction are decided in several', async () => {
    const ids = Array.from({ length: 80 }, (_, seat) => `S${seat}`);
    const sale = await openSale({ seats: ids, buckets: 16, maxTicketsPerBuyer: 8 });
    const messages = Array.from({ length: 10 }, (_, buyer) =>
      makeSeatedMessage(sale.show.showId, ids.slice(buyer * 8, buyer * 8 + 8)),
    );
    expect(await sale.worker()(messages.map((message) => makePurchaseSqsRecord(message)))).toEqual(
      [],
    );
    const records = await Promise.all(messages.map((message) => sale.recordOf(message)));
    expect(records.map((record) => record?.status)).toEqual(messages.map(() => 'CONFIRMED'));
    expect(await sale.left()).toBe(0);
    expect(await sale.showNow()).toMatchObject({ soldOutAt: expect.any(String) });
  });
});
