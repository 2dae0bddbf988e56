import { expect, it } from 'vitest';
import { UnreadableRecord } from '../errors.ts';
import { ledgerKey } from '../keys.ts';
import { parseRecord } from '../read-items.ts';
import { ledgerKind } from './ledger.ts';

const ledger = {
  userId: 'ana',
  recordKey: ledgerKey('hamlet'),
  showId: 'hamlet',
  tickets: 2,
  expiredHolds: 0,
  lastPurchaseId: 'ana-1',
  lastStatus: 'CONFIRMED',
  lastRequestedAt: '2031-05-01T07:00:00.000Z',
  lastDecidedAt: '2031-05-01T07:00:01.000Z',
};

it('a ledger is read under the key of its show', () => {
  expect(parseRecord(ledgerKind, ledger)).toEqual(ledger);
});

it('a ledger under the key of another show cannot be read', () => {
  const misplaced = parseRecord(ledgerKind, { ...ledger, recordKey: ledgerKey('othello') });
  if (!(misplaced instanceof UnreadableRecord)) throw new Error('expected an unreadable record');
  expect(misplaced.wrong).toEqual(['showId']);
});
