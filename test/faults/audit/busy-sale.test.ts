import { setTimeout as wait } from 'node:timers/promises';
import { known } from '@willcall/contracts';
import {
  auditShow,
  cancelPurchase,
  changeShow,
  ledgerKey,
  readPurchase,
  type ShowAudit,
  type Store,
  seatKey,
} from '@willcall/store';
import { expect, it } from 'vitest';
import { makeSoundBooks } from '../../support/audit/sound-books.ts';
import { purchaseKeyOf } from '../../support/records/purchase-key.ts';
import { around, before, readsJournal, readsPurchases } from '../../support/sale/around-call.ts';
import { openSale, type Sale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';

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
  while (audits.length < 6 || returned < 20) {
    audits.push(await audit(store, sale, audits.length % 2 === 1));
  }
  over.abort();
  await Promise.all([...buyers, admin]);
  const codes = audits.flatMap(({ differences }) => differences.map(({ code }) => code));
  expect(codes.filter((code) => code !== 'STOCK_MOVED')).toEqual([]);
  // The sale did move, so that some suspicions had to be checked again.
  expect(codes).toContain('STOCK_MOVED');
  for (const allRecords of [false, true]) {
    const audit = await auditShow(store, show.showId, { allRecords });
    expect(audit).toMatchObject({ differences: [], holds: true });
  }
});

const audit = (store: Store, { show }: Sale, allRecords = false) =>
  auditShow(store, show.showId, { allRecords, wait: async () => undefined });

/** The plain audit, and that of all records. */
const modes = [false, true];

it('a seat that is sold while the records are read is not suspected', async () => {
  const sale = await openSale({ seats: SEATS, buckets: 2, maxTicketsPerBuyer: 6 });
  const store = sale.storeWith(before(readsJournal(sale), () => buy(sale, 'ana', 'A1')));
  expect((await audit(store, sale)).differences).toMatchObject([{ code: 'STOCK_MOVED' }]);
});

it('a ledger that grows while the records are read is not suspected', async () => {
  const sale = await openSale({ capacity: 10, maxTicketsPerBuyer: 6 });
  await buy(sale, 'ana');
  // The journal was read before she buys again, and her ledger is read after it.
  const store = sale.storeWith(before(readsPurchases(sale), () => buy(sale, 'ana')));
  expect((await audit(store, sale)).differences).toMatchObject([{ code: 'STOCK_MOVED' }]);
});

it.each(modes)(
  'a purchase that is cancelled after the journal was read is not suspected (all records: %s)',
  async (allRecords) => {
    const sale = await openSale({ capacity: 10 });
    const bought = known(await buy(sale, 'ana'), 'purchase');
    if (bought.status !== 'CONFIRMED') throw new Error('expected a sale');
    const cancel = () => cancelPurchase(sale.store, bought, sale.show, by());
    const store = sale.storeWith(before(readsPurchases(sale), cancel));
    const { differences } = await audit(store, sale, allRecords);
    const codes = differences.map(({ code }) => code);
    expect(codes).toEqual(allRecords ? [] : ['STOCK_MOVED']);
  },
);

it('a sale and a return of a cancelled show that leave its counters as they were are noticed', async () => {
  const sale = await openSale({ capacity: 10 });
  const bought = known(await buy(sale, 'ana'), 'purchase');
  if (bought.status !== 'CONFIRMED') throw new Error('expected a sale');
  const cancelledShow = { ...sale.show, cancelledAt: new Date().toISOString() };
  const act = async () => {
    await buy(sale, 'ben');
    await cancelPurchase(sale.store, bought, cancelledShow, by());
  };
  const store = sale.storeWith(before(readsPurchases(sale), act));
  expect((await audit(store, sale)).differences).toMatchObject([{ code: 'STOCK_MOVED' }]);
});

it('a purchase that is listed and cannot be read yet is read again', async () => {
  const sale = await openSale({ capacity: 10 });
  await buy(sale, 'ana');
  const hide = around(readsPurchases(sale), async (read) => {
    const { Responses } = Object(await read());
    Responses[sale.store.tables.purchases] = [];
  });
  const { differences } = await audit(sale.storeWith(hide), sale);
  expect(differences.map(({ code }) => code)).not.toContain('JOURNAL_PURCHASE_MISSING');
});

it('a sale whose entry cannot be read yet is looked for again', async () => {
  const sale = await openSale({ capacity: 10 });
  await buy(sale, 'ana');
  const hide = around(readsJournal(sale), async (read) => {
    Object(await read()).Items.length = 0;
  });
  const { differences } = await audit(sale.storeWith(hide), sale, true);
  expect(differences.map(({ code }) => code)).not.toContain('JOURNAL_UNLISTED');
});

it.each(modes)(
  'what is wrong with a seat, a ledger or an entry is named in the middle of a sale too (all records: %s)',
  async (allRecords) => {
    const sale = await openSale({ seats: SEATS, buckets: 2, maxTicketsPerBuyer: 6 });
    const { show } = sale;
    const ana = known(await buy(sale, 'ana', 'A1'), 'purchase');
    const cid = known(await buy(sale, 'cid', 'A3'), 'purchase');
    const { set, remove } = await makeSoundBooks(sale, 'general');
    await set('seats', seatKey(show, 'A1'), { heldBy: undefined });
    await set('purchases', { userId: 'ana', recordKey: ledgerKey(show.showId) }, { tickets: 5 });
    const cidKey = { userId: 'cid', recordKey: cid.recordKey };
    await remove('purchases', cidKey);
    const store = sale.storeWith(before(readsJournal(sale), () => buy(sale, 'ben', 'A2')));
    const { differences } = await audit(store, sale, allRecords);
    const expected = [
      { code: 'STOCK_MOVED' },
      { code: 'SEAT_NOT_HELD', seatId: 'A1', purchaseId: ana.purchaseId },
      { code: 'SEAT_WITHOUT_PURCHASE', seatId: 'A3', userId: 'cid' },
      { code: 'LEDGER_TICKETS', userId: 'ana' },
      { code: 'JOURNAL_PURCHASE_MISSING', userId: 'cid' },
      // Without the purchase, only the scan finds its buyer's ledger.
      ...(allRecords
        ? [
            { code: 'LEDGER_TICKETS', userId: 'cid' },
            { code: 'LEDGER_LAST', userId: 'cid' },
          ]
        : []),
    ];
    expect(differences).toHaveLength(expected.length);
    for (const each of expected) {
      expect(differences).toContainEqual(expect.objectContaining(each));
    }
  },
);
