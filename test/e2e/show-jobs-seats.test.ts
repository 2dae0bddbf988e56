import { auditShow, cancelShow, listShowJobs } from '@willcall/store';
import { expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { CANCELLED_AT, minutesLater } from '../support/announce/cancelled-show.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';

it('a cancelled show frees its seats and removes them from the ledgers of their buyers', async () => {
  const { sale, jobs } = await openAnnouncedSale({
    seats: ['1-A1', '1-A2', '1-A3'],
    maxTicketsPerBuyer: 2,
    startsAt: '2031-06-01T20:00:00Z',
  });
  const { show, store } = sale;
  const asked = { showId: show.showId, requestedAt: '2031-05-01T07:00:00.000Z' };
  const messages = [
    makePurchaseMessage({ ...asked, seats: ['1-A1', '1-A2'], quantity: 2 }),
    makePurchaseMessage({ ...asked, seats: ['1-A3'] }),
  ];
  const sell = sale.worker({ clock: () => new Date('2031-05-01T07:00:01.000Z') });
  expect(await sell(messages.map((one) => makePurchaseSqsRecord(one)))).toEqual([]);
  expect(await sale.left()).toBe(0);

  const shown = (await sale.showNow()) ?? show;
  await cancelShow(store, shown, { at: CANCELLED_AT, correlationId: 'called-off' });
  const turn = jobs(minutesLater(2));
  for (let turns = 0; turns < 5 && (await listShowJobs(store)).length > 0; turns += 1) await turn();

  expect(await listShowJobs(store)).toEqual([]);
  const { clock } = minutesLater(2);
  expect(await auditShow(store, show.showId, { clock })).toMatchObject({
    ...{ holds: true, available: 3, sold: 0, tickets: 0 },
    byStatus: { CANCELLED: 2 },
  });
  for (const message of messages) {
    expect(await sale.recordOf(message)).toMatchObject({ cancelledWithShow: true });
  }
  const held = [...(await sale.seats('1-A1', '1-A2', '1-A3')).values()];
  expect(held.map(({ heldBy }) => heldBy)).toEqual([undefined, undefined, undefined]);
});
