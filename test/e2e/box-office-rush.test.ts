import type { DecidedPurchase } from '@willcall/contracts';
import { readSeats, readShow } from '@willcall/store';
import { expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { type Buyer, sendUntilServed } from '../support/http/buyer.ts';
import { readBetweenSales } from '../support/sale/read-between-sales.ts';

const createBuyers = (office: BoxOffice, number: number): Promise<Buyer[]> =>
  Promise.all(Array.from({ length: number }, () => office.buyer()));

const listConfirmed = (purchases: readonly DecidedPurchase[]) =>
  purchases.filter(({ status }) => status === 'CONFIRMED');

/** Available plus sold tickets equal the capacity at every instant of a sale. */
async function expectStockAddsUp({ store }: BoxOffice, showId: string): Promise<void> {
  const show = await readShow(store, showId, { consistent: true });
  const seen = await readBetweenSales(store, showId, show?.buckets ?? 0);
  const total = seen.stock.reduce((sum, { available, sold }) => sum + available + sold, 0);
  expect(total).toBe(seen.show.capacity);
}

it('200 buyers request the same 20 seats in overlapping pairs and triples: each seat is sold once, and no purchase gets only some of its seats', async () => {
  const office = await openBoxOffice();
  const seats = Array.from({ length: 20 }, (_, seat) => `1-A${seat + 1}`);
  const { showId } = await office.makeShow({ capacity: undefined, seats });
  const crowd = await createBuyers(office, 200);
  const purchases = await Promise.all(
    crowd.map((buyer, index) => {
      const first = index % 19;
      const wanted = seats.slice(first, first + (index % 2 === 0 ? 2 : 3));
      return buyer.buy(purchaseBody({ showId, quantity: undefined, seats: wanted }));
    }),
  );

  const sold = listConfirmed(purchases).flatMap(({ tickets }) => tickets.map(({ seat }) => seat));
  expect(new Set(sold).size).toBe(sold.length);
  for (const { quantity, tickets } of listConfirmed(purchases)) {
    expect(tickets).toHaveLength(quantity ?? 0);
  }
  for (const { status, reason, refusedSeats = [] } of purchases) {
    if (status === 'CONFIRMED') continue;
    expect(['SEAT_TAKEN', 'SOLD_OUT']).toContain(reason);
    if (reason === 'SEAT_TAKEN') expect(sold).toEqual(expect.arrayContaining([...refusedSeats]));
  }
  const show = await readShow(office.store, showId, { consistent: true });
  const { seats: map } = await readSeats(
    office.store,
    { showId, buckets: show?.buckets ?? 0 },
    seats,
  );
  const held = seats.filter((id) => map.get(id)?.heldBy !== undefined);
  expect(held).toEqual(seats.filter((id) => sold.includes(id)));
  // Every rejected buyer requested a seat that is sold, so no two neighbouring seats are left.
  expect(seats.length - held.length).toBeLessThanOrEqual(7);
  expect((await office.audit(showId)).differences).toEqual([]);
});

it('one buyer with a limit of 4 sends fifty requests for 1 to 3 tickets at once under different keys, and never holds more than 4', async () => {
  const office = await openBoxOffice();
  const { showId } = await office.makeShow({ capacity: 200, maxTicketsPerBuyer: 4 });
  const ana = await office.buyer();
  const purchases = await Promise.all(
    Array.from({ length: 50 }, (_, index) =>
      ana.buy(purchaseBody({ showId, quantity: 1 + (index % 3) })),
    ),
  );
  const tickets = listConfirmed(purchases).flatMap((purchase) => purchase.tickets);
  // Some requests are for a single ticket, so the buyer also reaches the limit.
  expect(tickets).toHaveLength(4);
  const refused = purchases.filter(({ status }) => status !== 'CONFIRMED');
  expect(new Set(refused.map(({ reason }) => reason))).toEqual(new Set(['LIMIT_EXCEEDED']));
  const ledger = await ana.get(`/v1/users/me/shows/${showId}`);
  expect(ledger).toMatchObject({ status: 200, body: { tickets: 4 } });
  expect((await office.audit(showId)).differences).toEqual([]);
});

it('300 buyers request 50 tickets while 30 of the winners cancel: every read of the stock adds up, and the returned tickets are sold again', async () => {
  const office = await openBoxOffice();
  const { showId } = await office.makeShow({ capacity: 50 });
  const crowd = await createBuyers(office, 300);
  let isOver = false;
  const reads = (async () => {
    while (!isOver) await expectStockAddsUp(office, showId);
  })();
  let cancelled = 0;
  const cancel = async (buyer: Buyer, { purchaseId }: DecidedPurchase) => {
    cancelled += 1;
    const answer = await sendUntilServed(() => buyer.cancel(`/v1/purchases/${purchaseId}`));
    expect(answer).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
    return answer.body as DecidedPurchase;
  };

  const first = await Promise.all(
    crowd.map(async (buyer) => {
      const purchase = await buyer.buy(purchaseBody({ showId }));
      const isWinner = purchase.status === 'CONFIRMED';
      return isWinner && cancelled < 30 && Math.random() < 0.6 ? cancel(buyer, purchase) : purchase;
    }),
  );
  for (const [index, purchase] of first.entries()) {
    const buyer = crowd[index];
    if (purchase.status !== 'CONFIRMED' || cancelled === 30 || buyer === undefined) continue;
    first[index] = await cancel(buyer, purchase);
  }
  // Rejected buyers ask again under another key.
  const late = crowd.filter((_, index) => first[index]?.status === 'REJECTED');
  const second = await Promise.all(late.map((buyer) => buyer.buy(purchaseBody({ showId }))));
  isOver = true;
  await reads;

  expect(cancelled).toBe(30);
  expect(listConfirmed([...first, ...second])).toHaveLength(50);
  expect(await office.sales(showId)).toMatchObject({ available: 0, sold: 50 });
  expect((await office.audit(showId)).differences).toEqual([]);
  const show = await readShow(office.store, showId, { consistent: true });
  expect(show).toMatchObject({ returns: cancelled, soldOutAt: expect.any(String) });
});
