import { expect, it } from 'vitest';
import type { ContenderId } from '../contenders/contender.ts';
import type { LoadFigures } from './bench-report.ts';
import { formatReport } from './format-report.ts';

const takes = (contender: ContenderId, sellersCpuMs: number): LoadFigures => ({
  contender,
  ...{ atOnce: 16, shards: 4, itemLocks: true, purchases: 600, early: 0, sold: 600, wrong: 0 },
  ...{ seconds: 1, perSecond: 600 },
  perPurchase: {
    ...{ sellersCpuMs, dynamodbCpuMs: 1, writeUnits: 6, readUnits: 2, calls: 3, conflicts: 0 },
  },
  totals: {
    ...{ writeUnits: 3_600, readUnits: 1_200, calls: 1_800 },
    ...{ transactions: 600, cancelled: 0, conflicts: 0 },
  },
});

const format = (load: LoadFigures[]): string =>
  formatReport({
    version: 1,
    madeAt: '2031-05-01T08:00:00.000Z',
    quick: false,
    machine: { cpu: 'any', cores: 2, platform: 'linux x64', node: 'v24.0.0' },
    load,
    kills: [],
  });

it('separates the CPU of a batch in the worker from that of its decisions', () => {
  // 2 ms for a batch and 0.5 ms for each decision: 2.5 ms for one, 7 ms for ten.
  expect(format([takes('willcall-1', 2.5), takes('willcall-10', 0.7)])).toContain(
    'a batch takes 2.0 ms of CPU, and each decision in it 0.50 ms more.',
  );
});

it('says nothing about it if the bench has not measured both', () => {
  expect(format([takes('willcall-10', 0.7)])).not.toContain("In the worker's process");
});
