import { ledgerKey } from '@willcall/store';
import type { SoundBooks } from '../../../support/audit/sound-books.ts';
import { changing, moveItem, showKey, type Tampering } from '../../../support/audit/tampering.ts';

const AT = '2031-01-01T00:00:00.000Z';

const ledgerOf = ({ show }: SoundBooks) => ({
  userId: 'ana',
  recordKey: ledgerKey(show.showId),
});

const change = changing('purchases', ledgerOf, {
  kind: 'limited',
  ids: () => ({ userId: 'ana' }),
});

export const ledgerTamperings: readonly Tampering[] = [
  change(
    'LEDGER_UNREADABLE',
    'a ledger that cannot be read',
    { tickets: 'two' },
    {
      says: (books) => `recordKey ${ledgerOf(books).recordKey}`,
      also: ['LEDGER_TICKETS'],
    },
  ),
  {
    item: 'LEDGER_KEY',
    what: "a ledger under another show's key, so that its buyer may buy more",
    kind: 'limited',
    tamper: (books) =>
      moveItem(books, 'purchases', ledgerOf(books), { recordKey: ledgerKey('another') }),
    ids: () => ({ userId: 'ana' }),
    says: () => 'under S#another names show',
    also: ['LEDGER_TICKETS', 'LEDGER_UNREADABLE'],
    ofShow: ['LEDGER_TICKETS'],
  },
  change(
    'LEDGER_KEY',
    'a ledger that names another show',
    { showId: 'another' },
    { also: ['LEDGER_UNREADABLE'] },
  ),
  {
    item: 'LEDGER_UNEXPECTED',
    what: 'a ledger of a show that does not limit its buyers',
    tamper: (books) => {
      const { show, ana } = books;
      return books.put('purchases', {
        ...ledgerOf(books),
        showId: show.showId,
        tickets: 2,
        lastPurchaseId: ana.purchaseId,
        lastStatus: ana.status,
        lastRequestedAt: ana.requestedAt,
        lastDecidedAt: ana.decidedAt,
      });
    },
    ids: () => ({ userId: 'ana' }),
    ofShow: [],
  },
  change('LEDGER_TICKETS', 'a ledger that counts too few tickets', { tickets: 0 }),
  change(
    'LEDGER_HOLD',
    'a ledger whose open hold was paid',
    { openHold: 'paid' },
    { kind: 'paid', says: () => 'the open hold is paid, but none is held' },
  ),
  change(
    'LEDGER_HOLD',
    'a ledger that counts a hold as expired that was paid',
    { expiredHolds: 1 },
    { kind: 'paid', says: () => 'counts 1 expired holds, but there are 0' },
  ),
  {
    item: 'LEDGER_TICKETS',
    what: 'a buyer without a ledger',
    kind: 'limited',
    tamper: (books) => books.remove('purchases', ledgerOf(books)),
    ids: () => ({ userId: 'ana' }),
    says: () => 'there is no ledger',
  },
  change('LEDGER_LAST', 'a ledger with another status of the last purchase', {
    lastStatus: 'REJECTED',
  }),
  change('LEDGER_LAST', 'a ledger with another time of the last decision', { lastDecidedAt: AT }),
  change('LEDGER_LAST', 'a ledger whose last purchase does not exist', {
    lastPurchaseId: 'A'.repeat(32),
  }),
  {
    item: 'LIMIT_EXCEEDED',
    what: 'a buyer with more tickets than the limit',
    kind: 'limited',
    tamper: (books) => books.set('shows', showKey(books), { maxTicketsPerBuyer: 2 }),
    ids: () => ({ userId: 'ben' }),
    says: () => 'has 3 tickets, but the limit is 2',
  },
  {
    item: 'LEDGER_WITHOUT_SHOW',
    what: 'a ledger that counts tickets of a show that does not exist',
    kind: 'limited',
    tamper: (books) => books.remove('shows', showKey(books)),
    ids: () => ({ userId: 'ana' }),
    also: ['PURCHASE_WITHOUT_SHOW', 'SHOW_REMOVED'],
  },
];
