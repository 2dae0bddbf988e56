import {
  type AuditItemName,
  auditItems,
  auditShow,
  auditStock,
  type ShowAudit,
} from '@willcall/store';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type BooksKind,
  makeSoundBooks,
  type SoundBooks,
} from '../../support/audit/sound-books.ts';
import { openSale, type Sale } from '../../support/sale/open-sale.ts';
import { journalTamperings } from './tamperings/journal.ts';
import { ledgerTamperings } from './tamperings/ledgers.ts';
import { purchaseTamperings } from './tamperings/purchases.ts';
import { reminderTamperings } from './tamperings/reminders.ts';
import { seatTamperings } from './tamperings/seats.ts';
import { showTamperings } from './tamperings/show.ts';
import { stockTamperings } from './tamperings/stock.ts';

const tamperingsOf = {
  stock: stockTamperings,
  journal: journalTamperings,
  show: showTamperings,
  purchases: purchaseTamperings,
  ledgers: ledgerTamperings,
  seats: seatTamperings,
  reminders: reminderTamperings,
};
const tamperings = Object.values(tamperingsOf).flat();

/** The stream would have set every reminder an hour after the sale. */
const anHourLater = () => new Date(Date.now() + 3_600_000);

const audit = ({ sale, show, reminders }: SoundBooks, allRecords: boolean) =>
  auditShow(sale.store, show.showId, {
    allRecords,
    reminders: { store: reminders, clock: anHourLater, wait: async () => undefined },
  });

const kinds: readonly BooksKind[] = ['general', 'limited', 'reserved', 'paid'];

it.each(kinds)('the audit finds nothing in sound books (%s)', async (kind) => {
  const books = await makeSoundBooks(await openSale(), kind);
  for (const allRecords of [false, true]) {
    expect(await audit(books, allRecords)).toMatchObject({ holds: true, differences: [] });
  }
});

it('every item of the audit has a tampering', () => {
  const tampered = new Set(tamperings.map(({ item }) => item));
  expect([...tampered].toSorted()).toEqual(Object.keys(auditItems).toSorted());
});

it('the audit of the show can miss each item that needs all records', () => {
  const missed = tamperings.filter(({ item, ofShow = [item] }) => !ofShow.includes(item));
  const inAll = Object.entries(auditItems).filter(([, { by }]) => by === 'all');
  expect(missed.map(({ item }) => item)).toEqual(
    expect.arrayContaining(inAll.map(([name]) => name)),
  );
});

// Each case has a show of its own, and each kind its own tables: an audit of all records reads all of their shows.
describe.each(Object.entries(tamperingsOf))('of the %s, the audit names', (_kind, ofKind) => {
  let sale: Sale;
  beforeAll(async () => {
    sale = await openSale();
  });

  it.concurrent.each(ofKind.map((tampering) => [tampering.what, tampering] as const))(
    '%s',
    async (_, tampering) => {
      const { item, kind = 'general', tamper, ids, says, also = [] } = tampering;
      const books = await makeSoundBooks(sale, kind);
      await tamper(books);
      const named = expect.objectContaining({
        code: item,
        message: expect.stringContaining(says?.(books) ?? ''),
        ...ids?.(books),
      });
      const [ofShow, ofAll] = [await audit(books, false), await audit(books, true)];
      expect(ofAll.differences).toContainEqual(named);
      expect(ofAll.holds).toBe(false);
      // Nothing else is suspected.
      expect(listCodes(ofAll)).toEqual(distinct([item, ...also]));
      expect(listCodes(ofShow)).toEqual(distinct(tampering.ofShow ?? [item, ...also]));
      if (listCodes(ofShow).includes(item)) expect(ofShow.differences).toContainEqual(named);
      if (auditItems[item].by === 'stock') {
        const { differences } = await auditStock(sale.store, books.show.showId);
        expect(differences.map(({ code }) => code)).toContain(item);
      }
    },
  );
});

const listCodes = ({ differences }: Pick<ShowAudit, 'differences'>) =>
  distinct(differences.map(({ code }) => code));

const distinct = (codes: readonly (AuditItemName | 'STOCK_MOVED')[]) =>
  [...new Set(codes)].toSorted();
