import { computeTicketIds, issuePurchaseId, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { expect, test } from 'vitest';
import { listTickets, ticketWriters } from './ticket.ts';

const request = {
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
};
const purchaseId = issuePurchaseId({ userId: 'ana', idempotencyKey: 'k' }, request, {
  current: Buffer.alloc(32, 1),
});
const key = parsePurchaseId(purchaseId)?.key ?? '';

const sold: PurchaseRecord & { status: 'CONFIRMED' } = {
  ...request,
  userId: 'ana',
  recordKey: `P#${key}`,
  purchaseId,
  status: 'CONFIRMED',
  from: [[0, 2]],
  seats: ['A1', 'A2'],
  total: { amount: 200, currency: 'EUR' },
  requestedAt: '2030-01-01T00:00:00Z',
  decidedAt: '2030-01-01T00:00:01Z',
  correlationId: 'c',
};

const [first = '', second = ''] = computeTicketIds('ana', key, 2);
const ticket = {
  ticketId: first,
  purchaseId,
  seat: 'A1',
  status: 'VALID' as const,
  holderName: 'Ana',
  holderEmail: 'ana@example.com',
  requestedAt: sold.requestedAt,
  decidedAt: sold.decidedAt,
  cancelledAt: null,
};

test("gives each ticket of a confirmed purchase the buyer's ticket id and the seat", () => {
  expect(listTickets(sold)).toEqual([ticket, { ...ticket, ticketId: second, seat: 'A2' }]);
});

test('has no seats for general admission, and no holder for an erased purchase', () => {
  const { seats: _, holder: __, ...erased } = sold;
  expect(listTickets({ ...erased, erasedAt: sold.decidedAt })[1]).toEqual({
    ...ticket,
    ticketId: second,
    seat: null,
    holderName: null,
    holderEmail: null,
  });
});

test('keeps the ids and seats of tickets in a cancelled purchase', () => {
  const cancelledAt = '2030-01-02T00:00:00Z';
  expect(listTickets({ ...sold, status: 'CANCELLED', cancelledAt })[0]).toEqual({
    ...ticket,
    status: 'CANCELLED',
    cancelledAt,
  });
});

test.each(['REJECTED', 'FAILED'] as const)('finds no tickets in a %s purchase', (status) => {
  const { total: _, ...refused } = sold;
  expect(listTickets({ ...refused, status })).toEqual([]);
});

test('finds no tickets in a purchase that was cancelled before its decision', () => {
  const { total: _, seats: __, ...pending } = sold;
  expect(listTickets({ ...pending, quantity: undefined, status: 'CANCELLED' })).toEqual([]);
});

const HEADER =
  'ticketId,purchaseId,seat,status,holderName,holderEmail,requestedAt,decidedAt,cancelledAt\r\n';

test('writes a header line in CSV, with a byte order mark on request, and none in JSON lines', () => {
  expect(ticketWriters.csv.header(false)).toBe(HEADER);
  expect(ticketWriters.csv.header(true)).toBe(`\uFEFF${HEADER}`);
  expect(ticketWriters.jsonl.header(true)).toBe('');
});

test('disarms what people wrote, and keeps computed ids as they are', () => {
  const evil = {
    ...ticket,
    ticketId: '-AZaz09_-',
    holderName: '=1',
    holderEmail: '+a@example.com',
  };
  const [line = ''] = ticketWriters.csv.lines([evil]).split('\r\n');
  expect(line.split(',').slice(0, 6)).toEqual([
    '-AZaz09_-',
    purchaseId,
    'A1',
    'VALID',
    "'=1",
    "'+a@example.com",
  ]);
});
