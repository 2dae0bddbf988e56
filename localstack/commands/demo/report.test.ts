import { expect, test } from 'vitest';
import type { BuyerOutcome } from '../sale/tally.ts';
import { formatDemoReport, makeDemoReport } from './report.ts';

const START = Date.parse('2031-05-15T12:00:00.000Z');

const iso = (ms: number): string => new Date(START + ms).toISOString();

/** A buyer whose request waited two seconds for a connection. */
const outcome: BuyerOutcome = {
  quantity: 1,
  acceptMs: 100,
  acceptWaitMs: 2_100,
  decisionWaitMs: 4_000,
  end: {
    kind: 'decided',
    decision: {
      status: 'CONFIRMED',
      quantity: 1,
      requestedAt: iso(2_050),
      decidedAt: iso(2_500),
    },
  },
};

const audit = {
  showId: 'hamlet',
  revenue: { amount: 4_500, currency: 'EUR' },
  capacity: 1,
  available: 0,
  held: 0,
  sold: 1,
  tickets: 1,
  allRecords: false,
  byStatus: { CONFIRMED: 1, CANCELLED: 0 },
  differences: [],
  holds: true,
};

const options = { tickets: 1, buyers: 1, quantity: 1, seed: 1, timeout: 120 };
const sale = { showId: 'hamlet', startedAt: new Date(START), outcomes: [outcome] };
const report = makeDemoReport(options, sale, audit);

test("a report counted the buyers' queue for a connection as accept latency of the server", () => {
  expect(report).toMatchObject({
    acceptLatencyMs: { p50: 100, p99: 100 },
    timeToDecisionMs: { p50: 450 },
    waitForAcceptMs: { p50: 2_100 },
    waitForDecisionMs: { p50: 4_000 },
    sellingSeconds: 2.5,
    ok: true,
  });
});

test('the report for people says of each time what it includes', () => {
  expect(formatDemoReport(report).split('\n').slice(6, 20)).toEqual([
    '                         p50       p95       p99',
    'Accept latency        100 ms    100 ms    100 ms',
    'Time to decision      450 ms    450 ms    450 ms',
    'Wait for the 202     2100 ms   2100 ms   2100 ms',
    'Whole wait           4000 ms   4000 ms   4000 ms',
    'Sold per second   0.4 tickets (1 in 2.50 s, first request to last confirmation)',
    '',
    'The server',
    '  Accept latency: from a request on a free connection to its 202.',
    '  Time to decision: decidedAt - requestedAt, from the records.',
    'The buyer, who wants to buy at the start and shares 128 connections with all others',
    '  Wait for the 202: from the start, so most of it is the wait for a connection.',
    '  Whole wait: from the start until a poll returns the decision.',
    '',
  ]);
});
