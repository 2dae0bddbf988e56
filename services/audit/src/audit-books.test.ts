import type { ShowAudit } from '@willcall/store';
import { expect, test } from 'vitest';
import { repeatUntilQuiet } from './audit-books.ts';

const audit = (...codes: readonly ShowAudit['differences'][number]['code'][]): ShowAudit => ({
  showId: 'hamlet',
  capacity: 1,
  available: 1,
  held: 0,
  sold: 0,
  tickets: 0,
  revenue: { amount: 0, currency: 'EUR' },
  allRecords: true,
  byStatus: { HELD: 0, EXPIRED: 0, CONFIRMED: 0, REJECTED: 0, FAILED: 0, CANCELLED: 0 },
  byReason: {},
  differences: codes.map((code) => ({ code, message: 'It differs.' })),
  holds: codes.length === 0,
});

const runAudits = (audits: readonly ShowAudit[]) => {
  const waits: number[] = [];
  const found = repeatUntilQuiet(
    async (round) => audits[round - 1] ?? expect.fail('audited too often'),
    async (ms) => waits.push(ms),
  );
  return { found, waits };
};

test('audits a quiet sale once, whatever the result', async () => {
  const different = audit('CAPACITY');
  const { found, waits } = runAudits([different]);
  expect(await found).toBe(different);
  expect(waits).toEqual([]);
});

test('audits a sale again after a pause if tickets changed hands', async () => {
  const quiet = audit();
  const { found, waits } = runAudits([
    audit('STOCK_MOVED'),
    audit('STOCK_MOVED', 'CAPACITY'),
    quiet,
  ]);
  expect(await found).toBe(quiet);
  expect(waits).toEqual([2_000, 2_000]);
});

test('gives up on a sale in which tickets keep changing hands', async () => {
  const restless = Array.from({ length: 5 }, () => audit('STOCK_MOVED'));
  const { found, waits } = runAudits(restless);
  expect(await found).toBe(restless.at(-1));
  expect(waits).toHaveLength(4);
});
