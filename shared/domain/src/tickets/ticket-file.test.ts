import { expect, test } from 'vitest';
import { ticketWriters } from './ticket-file.ts';

const ticket = {
  ticketId: '-AZaz09_-',
  purchaseId: 'q7bnZ1FCWNz8uVg3hTjYk0aLxE5mRw2D',
  userId: 'ana',
  seat: 'A1',
  status: 'VALID' as const,
  holder: { name: '=1', email: '+a@example.com' },
  requestedAt: '2030-01-01T00:00:00Z',
  decidedAt: '2030-01-01T00:00:01Z',
};

const HEADER =
  'ticketId,purchaseId,seat,status,holderName,holderEmail,requestedAt,decidedAt,cancelledAt\r\n';

test('writes a header line in CSV, with a byte order mark on request, and none in JSON lines', () => {
  expect(ticketWriters.csv.header(false)).toBe(HEADER);
  expect(ticketWriters.csv.header(true)).toBe(`\uFEFF${HEADER}`);
  expect(ticketWriters.jsonl.header(true)).toBe('');
});

test('disarms what people wrote, and keeps computed ids as they are', () => {
  const [line = ''] = ticketWriters.csv.lines([ticket]).split('\r\n');
  expect(line.split(',').slice(0, 6)).toEqual([
    '-AZaz09_-',
    ticket.purchaseId,
    'A1',
    'VALID',
    "'=1",
    "'+a@example.com",
  ]);
});

test('leaves the cells of an erased holder empty', () => {
  const { holder: _, seat: __, ...erased } = ticket;
  expect(ticketWriters.csv.lines([erased])).toBe(
    `-AZaz09_-,${ticket.purchaseId},,VALID,,,${ticket.requestedAt},${ticket.decidedAt},\r\n`,
  );
  expect(JSON.parse(ticketWriters.jsonl.lines([erased]))).toMatchObject({
    seat: null,
    holderName: null,
    holderEmail: null,
    cancelledAt: null,
  });
});
