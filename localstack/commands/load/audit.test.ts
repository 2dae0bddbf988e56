import { expect, test } from 'vitest';
import { auditCounters } from './audit.ts';

const before = { available: 10, capacity: 12 };

test('counts the tickets missing from the counters as sold', () => {
  expect(auditCounters(before, { available: 3, capacity: 12 })).toEqual({
    tickets: 7,
    available: 3,
    capacity: 12,
    records: null,
    differences: [],
    holds: true,
  });
});

test.each([
  [{ available: -1, capacity: 12 }, '-1 tickets are left, so too many were sold.'],
  [{ available: 11, capacity: 12 }, '1 more tickets are left than before the load.'],
  [{ available: 10, capacity: 9 }, '10 tickets are left, but the show has only 9.'],
])('reports impossible counters %j', (after, sentence) => {
  const { holds, differences } = auditCounters(before, after);
  expect(holds).toBe(false);
  expect(differences).toEqual([sentence]);
});
