import type { LiveSale } from '@willcall/contracts';
import { beforeAll, describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';

let office: BoxOffice;

beforeAll(async () => {
  office = await openBoxOffice({ announces: true });
});

const watch = async (showId: string, since?: string): Promise<LiveSale> => {
  const { client, adminToken: token } = office;
  const query = since === undefined ? {} : { since };
  return (await client.call('getLiveSale', { path: { showId }, query, token })).body;
};

/** Watches until the tallies have arrived. They follow the decisions by seconds. */
const watchUntil = async (showId: string, decided: Partial<LiveSale['decided']>) => {
  let live = await watch(showId);
  await waitFor(async () => {
    live = await watch(showId);
    expect(live.decided).toMatchObject(decided);
  });
  return live;
};

/** Sells eight of nine tickets, two of which come back, and refuses two purchases. */
const sell = async (): Promise<string> => {
  const { showId } = await office.makeShow({ capacity: 9, maxTicketsPerBuyer: 2 });
  const sold = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const buyer = await office.buyer();
      const location = await buyer.request(purchaseBody({ showId, quantity: 2 }));
      await buyer.decided(location);
      return { buyer, location };
    }),
  );
  const [first, second] = sold;
  await first?.buyer.buy(purchaseBody({ showId, quantity: 1 }));
  await (await office.buyer()).buy(purchaseBody({ showId, quantity: 2 }));
  await second?.buyer.cancel(second.location);
  return showId;
};

describe('a sale that somebody watches', () => {
  it('ends with the numbers of the counters and of the audit', async () => {
    const showId = await sell();
    const live = await watchUntil(showId, { confirmed: 4, rejected: 2, cancelled: 1 });
    const { capacity, available, sold } = await office.sales(showId);
    expect(live).toMatchObject({ capacity, available, sold });
  });
});
