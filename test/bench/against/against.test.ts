import { existsSync } from 'node:fs';
import { readFile, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { REPOSITORY } from '../../support/npm-start.ts';
import { checkOut } from './check-out.ts';
import type { Comparison, MeasuredSale } from './compare-stacks.ts';
import { findCpuPercent, formatComparison } from './format-comparison.ts';
import { addUpCpu, subtractCpu } from './server-cpu.ts';

const isWorkingCopy = existsSync(join(REPOSITORY, '.git'));

test.runIf(isWorkingCopy)(
  'a checkout runs its own packages with its own dependencies',
  async () => {
    const { folder, commit, remove } = await checkOut('HEAD');
    onTestFinished(remove);
    expect(commit).toMatch(/^[0-9a-f]{40}$/);
    expect(JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))).toMatchObject({
      name: 'willcall',
    });
    const inCheckout = await realpath(folder);
    expect(await realpath(join(folder, 'node_modules/@willcall/store'))).toBe(
      join(inCheckout, 'shared/store'),
    );
    expect(existsSync(join(folder, 'node_modules/zod/package.json'))).toBe(true);
    await remove();
    expect(existsSync(folder)).toBe(false);
  },
);

test.runIf(isWorkingCopy)('a ref that does not exist is refused with a sentence', async () => {
  await expect(checkOut('no-such-ref')).rejects.toThrow(
    '--against no-such-ref is not valid: git knows no such commit here.',
  );
});

test('a stack has used what its servers have used since the first reading, also new ones', () => {
  const used = subtractCpu({ gateway: 50, 'SQS and S3': 7 }, { gateway: 30 });
  expect(used).toEqual({ gateway: 20, 'SQS and S3': 7 });
  expect(addUpCpu(used)).toBe(27);
});

const makeSale = (cpuMs: Record<string, number>): MeasuredSale => ({
  cpuMs,
  soldPerSecond: 100,
  decisionP50Ms: 1_500,
});

const makePair = (before: number, after: number) => ({
  before: makeSale({ 'gateway and pollers': before }),
  after: makeSale({ gateway: after / 2, pollers: after / 2 }),
});

const comparison: Comparison = {
  ref: 'v1',
  commit: 'a'.repeat(40),
  buyers: 1_000,
  pairs: [makePair(10, 5), makePair(40, 24), makePair(10, 9)],
};

test('the ratio is the median of the pairs, not the ratio of medians', () => {
  expect(findCpuPercent(comparison)).toBe(60);
});

test('a comparison names each server, and the ratio of each pair', () => {
  expect(formatComparison(comparison).split('\n')).toEqual([
    '1000 tickets to 1000 buyers at once, 3 pairs of sales in turns',
    '',
    `${''.padEnd(32)}          v1   this tree`,
    'gateway and pollers, CPU ms            10.00        0.00',
    'gateway, CPU ms                         0.00        4.50',
    'pollers, CPU ms                         0.00        4.50',
    'All servers, CPU ms                    10.00        9.00',
    'Sold per second                          100         100',
    'Time to decision, p50                   1.50        1.50',
    '',
    'CPU per purchase is 60 % of that of aaaaaaaaaa (pairs: 50, 60, 90).',
    'CPU is per purchase, in user and system mode. Times are in seconds. All figures are medians of the pairs.',
  ]);
});
