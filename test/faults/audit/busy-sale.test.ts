import { setTimeout as wait } from 'node:timers/promises';
import { known } from '@willcall/contracts';
import {
  auditShow,
  cancelPurchase,
  changeShow,
  ledgerKey,
  readPurchase,
  type ShowAudit,
  seatKey,
} from '@willcall/store';
import { expect, it } from 'vitest';
import { makeSoundBooks } from '../../support/audit/sound-books.ts';
import { purchaseKeyOf } from '../../support/records/purchase-key.ts';
import { openSale, type Sale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';
import { runBefore } from '../../support/sale/watch-calls.ts';

const by = () => ({ at: new Date().toISOString(), correlationId: 'c', random: Math.random, wait });

/** Buys a seat or one of a few tickets for a buyer, and returns its record. */
const buy = async (sale: Sale, userId: string, seatId?: string) => {
  const { showId } = sale.show;
  const message = makePurchaseMessage({
    ...{ showId, userId },
    ...(seatId === undefined ? {} : { seats: [seatId] }),
  });
  await sale.worker()([makePurchaseSqsRecord(message)]);
  const key = purchaseKeyOf(message.purchaseId);
  return readPurchase(sale.store, userId, key, { consistent: true });
};

const SEATS = Array.from({ length: 24 }, (_, index) => `A${index + 1}`);

it('an audit in the middle of a sale with returns and new prices suspects nobody', async () => {
  const sale = await openSale({ seats: SEATS, buckets: 3, maxTicketsPerBuyer: 6 });
  const { store, show } = sale;
  const over = new AbortController();
  let returned = 0;
  const buyers = ['ana', 'ben', 'cid', 'dan'].map(async (userId, first) => {
    for (let nth = first; !over.signal.aborted; nth += 4) {
      const bought = await buy(sale, userId, SEATS[nth % SEATS.length]);
      if (bought?.status !== 'CONFIRMED') continue;
      const current = known(await sale.showNow(), 'show');
      await cancelPurchase(store, { ...bought, status: bought.status }, current, by());
      returned += 1;
    }
  });
  const admin = (async () => {
    for (let amount = 2_000; !over.signal.aborted; amount += 1) {
      const seen = known(await sale.showNow(), 'show');
      await changeShow(store, seen, { price: { amount, currency: 'EUR' }, ...by() });
      await wait(20);
    }
  })();
  const audits: ShowAudit[] = [];
  while (audits.length < 8 || returned < 20) audits.push(await auditShow(store, show.showId));
  over.abort();
  await Promise.all([...buyers, admin]);
  const codes = audits.flatMap(({ differences }) => differences.map(({ code }) => code));
  expect(codes.filter((code) => code !== 'STOCK_MOVED')).toEqual([]);
  // The sale did move, so that some suspicions had to be checked again.
  expect(codes).toContain('STOCK_MOVED');
  expect(await auditShow(store, show.showId)).toMatchObject({ differences: [], holds: true });
});

it('a seat that is sold while the records are read is not suspected', async () => {
  const sale = await openSale({ seats: SEATS, buckets: 2, maxTicketsPerBuyer: 6 });
  const store = sale.storeWith(runBefore('ScanCommand', () => buy(sale, 'ana', 'A1')));
  const { differences } = await auditShow(store, sale.show.showId);
  expect(differences).toMatchObject([{ code: 'STOCK_MOVED' }]);
});

it('a ledger that grows while the records are read is not suspected', async () => {
  const sale = await openSale({ capacity: 10, maxTicketsPerBuyer: 6 });
  await buy(sale, 'ana');
  let scans = 0;
  // The scan has four segments. One of them has passed Ana's records before she buys again.
  const store = sale.storeWith({
    applyToStack: (stack) =>
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName !== 'ScanCommand') return next(args);
            const reply = await next(args);
            scans += 1;
            if (scans === 1) await buy(sale, 'ana');
            return reply;
          },
        { step: 'initialize' },
      ),
  });
  const { differences } = await auditShow(store, sale.show.showId);
  expect(differences).toMatchObject([{ code: 'STOCK_MOVED' }]);
});

it('what is wrong with a seat or a ledger is named in the middle of a sale too', async () => {
  const sale = await openSale({ seats: SEATS, buckets: 2, maxTicketsPerBuyer: 6 });
  const { show } = sale;
  const ana = known(await buy(sale, 'ana', 'A1'), 'purchase');
  const { set } = await makeSoundBooks(sale, 'general');
  await set('seats', seatKey(show, 'A1'), { heldBy: undefined });
  await set('purchases', { userId: 'ana', recordKey: ledgerKey(show.showId) }, { tickets: 5 });
  const store = sale.storeWith(runBefore('ScanCommand', () => buy(sale, 'ben', 'A2')));
  const { differences } = await auditShow(store, show.showId);
  expect(differences).toMatchObject([
    { code: 'STOCK_MOVED' },
    { code: 'SEAT_NOT_HELD', seatId: 'A1', purchaseId: ana.purchaseId },
    { code: 'LEDGER_TICKETS', userId: 'ana' },
  ]);
});
