import { computeTicketIds, issuePurchaseId, parsePurchaseId } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import { expect, test } from 'vitest';
import { formatCsv, listTickets } from './ticket.ts';

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
  status: 'VALID',
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

test.each([
  ['ends with CRLF', ['a', 'b'], 'a,b\r\n'],
  ['leaves an absent cell empty', ['a', null, ''], 'a,,\r\n'],
  ['quotes a comma', ['Ana, the first'], '"Ana, the first"\r\n'],
  ['doubles a quotation mark', ['Ana "A" B'], '"Ana ""A"" B"\r\n'],
  ['quotes a line break', ['Ana\nB', 'C\rD'], '"Ana\nB","C\rD"\r\n'],
  ['keeps every other character', ['Zoë Müller; 谷'], 'Zoë Müller; 谷\r\n'],
  ['disarms =', ['=HYPERLINK("http://x")'], '"\'=HYPERLINK(""http://x"")"\r\n'],
  ['disarms +', ['+1'], "'+1\r\n"],
  ['disarms -', ['-1+2'], "'-1+2\r\n"],
  ['keeps an id that starts with a hyphen', ['-AZaz09_-'], '-AZaz09_-\r\n'],
  ['disarms @', ['@SUM(A1)'], "'@SUM(A1)\r\n"],
  ['disarms a tab', ['\t=1'], "'\t=1\r\n"],
  ['disarms a carriage return', ['\r=1'], '"\'\r=1"\r\n'],
  ['disarms a line feed', ['\n=1'], '"\'\n=1"\r\n'],
  [
    'keeps these characters inside a cell',
    ['a=b', 'x@example.com', 'a-b'],
    'a=b,x@example.com,a-b\r\n',
  ],
])('a line of CSV %s', (_, cells, line) => {
  expect(formatCsv([cells])).toBe(line);
});
