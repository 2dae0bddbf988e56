import { expect, test } from 'vitest';
import { computeTicketIds, issuePurchaseId, parsePurchaseId } from '../identity.ts';
import { listTickets } from './ticket.ts';

const request = {
  showId: 'hamlet',
  quantity: 2,
  holder: { name: 'Ana', email: 'ana@example.com' },
};
const purchaseId = issuePurchaseId({ userId: 'ana', idempotencyKey: 'k' }, request, {
  current: Buffer.alloc(32, 1),
});
const key = parsePurchaseId(purchaseId)?.key ?? '';

const sold = {
  ...request,
  userId: 'ana',
  purchaseId,
  status: 'CONFIRMED' as const,
  seats: ['A1', 'A2'],
  total: { amount: 200, currency: 'EUR' },
  requestedAt: '2030-01-01T00:00:00Z',
  decidedAt: '2030-01-01T00:00:01Z',
};

const [first = '', second = ''] = computeTicketIds('ana', key, 2);
const ticket = {
  ticketId: first,
  purchaseId,
  userId: 'ana',
  seat: 'A1',
  status: 'VALID' as const,
  holder: request.holder,
  requestedAt: sold.requestedAt,
  decidedAt: sold.decidedAt,
};

test("gives each ticket of a confirmed purchase the buyer's ticket id and the seat", () => {
  expect(listTickets(sold)).toEqual([ticket, { ...ticket, ticketId: second, seat: 'A2' }]);
});

test('has no seats for general admission, and no holder for an erased purchase', () => {
  const { seats: _, holder: __, ...erased } = sold;
  const { seat: ___, holder: ____, ...rest } = ticket;
  expect(listTickets(erased)[1]).toEqual({ ...rest, ticketId: second });
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
