import { type AuditItemName, auditItems, auditShow, auditStock } from '@willcall/store';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BooksKind,
  makeSoundBooks,
  type SoundBooks,
} from '../../support/audit/sound-books.ts';
import { openSale, type Sale } from '../../support/sale/open-sale.ts';
import { ledgerTamperings } from './tamperings/ledgers.ts';
import { purchaseTamperings } from './tamperings/purchases.ts';
import { reminderTamperings } from './tamperings/reminders.ts';
import { seatTamperings } from './tamperings/seats.ts';
import { showTamperings } from './tamperings/show.ts';
import { stockTamperings } from './tamperings/stock.ts';

const tamperings = [
  ...stockTamperings,
  ...showTamperings,
  ...purchaseTamperings,
  ...ledgerTamperings,
  ...seatTamperings,
  ...reminderTamperings,
];

let sale: Sale;
beforeAll(async () => {
  sale = await openSale();
});

/** The stream would have set every reminder an hour after the sale. */
const anHourLater = () => new Date(Date.now() + 3_600_000);

const audit = ({ show, reminders }: SoundBooks) =>
  auditShow(sale.store, show.showId, {
    reminders: { store: reminders, clock: anHourLater, wait: async () => undefined },
  });

const kinds: readonly BooksKind[] = ['general', 'limited', 'reserved'];

it.each(kinds)('the audit finds nothing in sound books (%s)', async (kind) => {
  const books = await makeSoundBooks(sale, kind);
  expect(await audit(books)).toMatchObject({ holds: true, differences: [] });
});

it('every item of the audit has a tampering', () => {
  const tampered = new Set(tamperings.map(({ item }) => item));
  expect([...tampered].toSorted()).toEqual(Object.keys(auditItems).toSorted());
});

// Each case has a show of its own.
describe.concurrent('the audit names', () => {
  it.each(tamperings.map((tampering) => [tampering.what, tampering] as const))(
    '%s',
    async (_, { item, kind = 'general', tamper, ids, says, also = [] }) => {
      const books = await makeSoundBooks(sale, kind);
      await tamper(books);
      const { differences, holds } = await audit(books);
      expect(holds).toBe(false);
      expect(differences).toContainEqual(
        expect.objectContaining({
          code: item,
          message: expect.stringContaining(says?.(books) ?? ''),
          ...ids?.(books),
        }),
      );
      // Nothing else is suspected.
      expect(distinct(differences.map(({ code }) => code))).toEqual(distinct([item, ...also]));
      if (auditItems[item].by === 'stock') {
        const { differences: ofStock } = await auditStock(sale.store, books.show.showId);
        expect(ofStock.map(({ code }) => code)).toContain(item);
      }
    },
  );
});

const distinct = (codes: readonly (AuditItemName | 'STOCK_MOVED')[]) =>
  [...new Set(codes)].toSorted();
