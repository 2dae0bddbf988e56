import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { runAtEnd } from '../support/http/at-end.ts';
import { REPOSITORY } from '../support/npm-start.ts';

const run = promisify(execFile);

it('500 buyers, of whom a third do not pay and a tenth pay late, get exactly 60 paid tickets', async () => {
  const state = await mkdtemp(join(tmpdir(), 'willcall-demo-'));
  runAtEnd(() => rm(state, { recursive: true, force: true }));
  const { stdout } = await run(
    process.execPath,
    [
      'infra/bin/willcall.mjs',
      'demo',
      '--paid',
      '--tickets=60',
      '--buyers=500',
      '--timeout=300',
      '--json',
    ],
    { cwd: REPOSITORY, env: { ...process.env, WILLCALL_STATE: state } },
  );
  const report = JSON.parse(stdout);
  expect(report).toMatchObject({
    faults: [],
    audit: { tickets: 60, available: 0, held: 0, differences: [] },
    reconciliation: { agrees: true, inFlight: 0, differences: [] },
    ok: true,
  });
  const { held, paidInTime, expired, lateSold, lateRefunded, audit, reconciliation } = report;
  const { taken, refunded, tickets } = reconciliation.money.EUR;
  expect(held).toBe(paidInTime + expired);
  expect(paidInTime + lateSold).toBe(60);
  expect(lateSold + lateRefunded).toBeGreaterThan(0);
  expect(tickets).toBe(audit.revenue.amount);
  expect(taken).toBe(tickets + refunded);
});
