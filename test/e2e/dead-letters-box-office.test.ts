import { expect, it } from 'vitest';
import { makeDeadLettersHandler } from '../support/fifo-queue.ts';
import { openSale } from '../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

it('a dead letter for seats of a show with a limit is decided like any other message', async () => {
  const sale = await openSale({ seats: ['1-A1', '1-A2', '1-A3'], maxTicketsPerBuyer: 2 });
  const { showId } = sale.show;
  const ana = { showId, userId: 'ana' };
  const messages = [
    makePurchaseMessage({ ...ana, seats: ['1-A1', '1-A2'], quantity: 2 }),
    makePurchaseMessage({ ...ana, seats: ['1-A3'] }),
    makePurchaseMessage({ showId, seats: ['1-A1'] }),
  ];
  expect(
    await makeDeadLettersHandler(sale)(messages.map((one) => makePurchaseSqsRecord(one))),
  ).toEqual([]);

  const records = await Promise.all(messages.map((message) => sale.recordOf(message)));
  expect(records.map((record) => record?.reason ?? record?.status)).toEqual([
    'CONFIRMED',
    'LIMIT_EXCEEDED',
    'SEAT_TAKEN',
  ]);
  // One batch read returns items in any order.
  const held = [...(await sale.seats('1-A1', '1-A2', '1-A3'))].filter(([, seat]) => seat.heldBy);
  expect(held.map(([seatId]) => seatId).toSorted()).toEqual(['1-A1', '1-A2']);
});

it('a dead letter that takes the last ticket sets the sold-out latch', async () => {
  const sale = await openSale({ capacity: 1 });
  const message = makePurchaseMessage({ showId: sale.show.showId });
  expect(await makeDeadLettersHandler(sale)([makePurchaseSqsRecord(message)])).toEqual([]);
  expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
  expect(await sale.showNow()).toHaveProperty('soldOutAt');
});
