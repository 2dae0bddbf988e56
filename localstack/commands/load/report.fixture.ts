import type { LoadSample } from './contract.ts';
import { type LoadRun, makeLoadReport } from './report.ts';

export const START = Date.parse('2031-05-15T12:00:00.000Z');

const iso = (ms: number): string => new Date(START + ms).toISOString();

const decided = (
  ms: number,
  outcome: Pick<Extract<LoadSample, { kind: 'decided' }>, 'status' | 'reason'>,
): LoadSample => ({
  kind: 'decided',
  at: START + ms + 500,
  ...outcome,
  quantity: 1,
  requestedAt: iso(ms - 250),
  decidedAt: iso(ms),
});

export const arrived = (ms: number): LoadSample => ({ kind: 'arrived', at: START + ms });
const accepted = (ms: number): LoadSample => ({ kind: 'accepted', at: START + ms, ms: 20 });
const answer = (ms: number, request: 'ask' | 'look', status: number): LoadSample => ({
  kind: 'answer',
  at: START + ms,
  request,
  status,
  ms: 15,
});

/**
 * Two buyers of one ticket each, of whom one sends the request twice, and one with an invalid card.
 */
export const samples: readonly LoadSample[] = [
  arrived(0),
  answer(20, 'ask', 202),
  accepted(20),
  { kind: 'repeated', at: START + 40 },
  arrived(1_000),
  accepted(1_020),
  arrived(1_500),
  { kind: 'card-refused', at: START + 1_510 },
  decided(2_000, { status: 'CONFIRMED' }),
  decided(2_100, { status: 'REJECTED', reason: 'SOLD_OUT' }),
];

export const run: LoadRun = {
  scenario: 'on-sale',
  target: 'a stack',
  isLocal: true,
  showId: 'hamlet',
  tickets: 1,
  buyers: 3,
  samples,
  checks: [{ expression: 'willcall.unexpected == 0', holds: true }],
  audit: { tickets: 1, available: 0, capacity: 1, records: 2, differences: [], holds: true },
};

export const report = makeLoadReport(run);
