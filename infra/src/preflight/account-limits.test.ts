import { expect, it } from 'vitest';
import { readAccountLimits } from './account-limits.ts';

const stock = { readUnitsPerSecond: 24_000, writeUnitsPerSecond: 8_000 };
const journal = { readUnitsPerSecond: 12_000, writeUnitsPerSecond: 6_000 };
const warm = new Map([
  ['willcall-prod-stock', stock],
  ['willcall-prod-journal', journal],
]);
const account = {
  region: 'eu-west-1',
  concurrency: async () => ({ limit: 1_000, unreserved: 800 }),
  reservedBy: async (name: string) => (name === 'willcall-prod-worker' ? 64 : 0),
  warmThroughput: async (name: string) => warm.get(name),
};

it('reads what an account allows a sale: free and own executions, and warm tables', async () => {
  const lines: string[] = [];
  expect(await readAccountLimits(account, 'prod', (line) => void lines.push(line))).toEqual({
    region: 'eu-west-1',
    concurrency: 864,
    tableRates: { stock, journal },
  });
  expect(lines).toEqual([]);
});

it('prints what the credentials do not allow to ask, and goes on', async () => {
  const denied = async () => {
    throw Object.assign(new Error('not authorized'), { name: 'AccessDeniedException' });
  };
  const lines: string[] = [];
  const limits = await readAccountLimits(
    { ...account, concurrency: denied, warmThroughput: denied },
    'prod',
    (line) => void lines.push(line),
  );
  expect(limits).toEqual({ region: 'eu-west-1', tableRates: {} });
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe(
    '--  not checked: whether Lambda has the executions that the sale needs. It needs lambda:GetAccountSettings and lambda:GetFunctionConcurrency.',
  );
  expect(lines[1]).toBe(
    '--  not checked: whether table willcall-prod-shows is warm enough. It needs dynamodb:DescribeTable.',
  );
});

it('throws every other error', async () => {
  const expired = async () => {
    throw Object.assign(new Error('expired'), { name: 'ExpiredTokenException' });
  };
  await expect(
    readAccountLimits({ ...account, concurrency: expired }, 'prod', () => undefined),
  ).rejects.toMatchObject({ name: 'ExpiredTokenException' });
});
