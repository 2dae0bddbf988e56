import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { counted, FULL_BATCH } from '@willcall/infra';
import type { LocalEndpoints } from '@willcall/localstack';
import { describe, expect, inject, it, onTestFinished } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { findChild, listsChildren } from '../support/local-children.ts';
import { contenders, findContender } from './contenders/all-contenders.ts';
import type { ContenderId } from './contenders/contender.ts';
import { openPlace } from './contenders/open-place.ts';
import { createMeter } from './cost-line.ts';
import { measureKills } from './kills/measure-kills.ts';
import { measureLoad } from './load/measure-load.ts';
import { runSellers } from './load/run-sellers.ts';
import { createUnitCounter } from './load/unit-counter.ts';
import { BenchReport } from './report/bench-report.ts';
import { drawReport } from './report/draw-report.ts';
import { formatMarkdown } from './report/format-markdown.ts';
import { formatReport } from './report/format-report.ts';
import { writeReport } from './report/write-report.ts';
import { type BenchPlan, countWrongTickets, runBench } from './run-bench.ts';

const aws = (): LocalEndpoints => ({
  dynamodbEndpoint: inject('dynamodbEndpoint'),
  sqsEndpoint: inject('sqsEndpoint'),
});

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-bench-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const TWO_BATCHES = 2 * FULL_BATCH;
const ofFullBatch = counted.writeUnitsPerFullBatch / FULL_BATCH;

/** The units and requests of one purchase while nothing gets in its way. */
const takes: Readonly<Record<ContenderId, readonly [write: number, read: number, calls: number]>> =
  {
    'transaction-per-ticket': [4, 0, 1],
    'execution-log': [3, 0, 3],
    'read-then-put': [2, 1, 3],
    'willcall-1': [counted.writeUnitsPerBatchOfOne, 2, 3],
    'willcall-10': [ofFullBatch, 0.2, 0.3],
    'willcall-limits': [ofFullBatch + 2, 1.2, 0.4],
    'willcall-seats': [ofFullBatch + 2, 1.2, 0.4],
    'willcall-latch': [1, 0.1, 1.1],
  };

describe.each(contenders)('$id', (contender) => {
  it('takes the documented units and calls, and sells to every buyer', async () => {
    const options = { atOnce: 1, purchases: TWO_BATCHES, callsBefore: 2, itemLocks: true };
    const figures = await measureLoad(aws(), contender, options);
    const { writeUnits, readUnits, calls, conflicts } = figures.perPurchase;
    expect([writeUnits, readUnits, calls].map((count) => Number(count.toFixed(3)))).toEqual(
      takes[contender.id].map((count) => Number(count.toFixed(3))),
    );
    const all = figures.purchases + figures.early;
    expect(figures).toMatchObject({ wrong: 0, sold: contender.show.isSoldOut ? 0 : all });
    expect(conflicts).toBe(0);
  });

  it('is counted as the meter of npm run cost counts it', async () => {
    const options = { tickets: 100, buyers: FULL_BATCH, sellers: 1 };
    const { place, records } = await openPlace(aws(), contender, options);
    const units = createUnitCounter();
    const meter = createMeter(aws());
    const seller = contender.open(place, [units.plugin, meter.plugin]);
    await runSellers([seller], records, contender);
    const { writeUnits, readUnits, attempts } = meter.totals();
    expect(units.totals()).toMatchObject({ writeUnits, readUnits, calls: attempts });
    expect(attempts).toBeGreaterThan(0);
  });
});

it.each([
  [true, 'are cancelled and sent again'],
  [false, 'are all committed'],
])('transactions on one item, with item locks %s, %s', async (itemLocks) => {
  const contender = findContender('transaction-per-ticket');
  const options = { atOnce: 8, purchases: 40, callsBefore: 0, itemLocks };
  const { sold, wrong, totals } = await measureLoad(aws(), contender, options);
  expect({ sold, wrong }).toEqual({ sold: 40, wrong: 0 });
  expect(totals.transactions).toBe(40 + totals.cancelled);
  expect(totals.cancelled).toBe(totals.conflicts);
  expect(totals.conflicts > 0).toBe(itemLocks);
});

const kills = { tickets: 120, buyers: 160, sellers: 4, killAfter: [30] };

it('a process that ends before its kill is an error, and no result', async () => {
  const tooLate = { ...kills, tickets: 4, buyers: 4, killAfter: [5] };
  const measured = measureKills(aws(), findContender('willcall-1'), tooLate);
  await expect(measured).rejects.toThrow('The process of the sellers ended with exit code 0.');
});

it('a small run catches who oversells, and finds that willcall sells exactly in spite of a kill', async () => {
  const plan: BenchPlan = {
    isQuick: true,
    contenders: [findContender('read-then-put'), findContender('willcall-10')],
    atOnce: [1, 4],
    purchases: TWO_BATCHES,
    callsOfSeller: 1,
    callsBefore: 1,
    warmUp: FULL_BATCH,
    kills,
  };
  const steps: string[] = [];
  const report = await runBench(aws(), plan, { onStep: (step) => steps.push(step) });
  expect(report.load).toHaveLength(2 * 3);
  expect(steps.at(-1)).toBe('10 of 10: willcall, batches of 10, killed in the middle');
  const [rival, willcall] = report.kills;
  expect(rival?.oversold).toBeGreaterThan(0);
  expect(willcall).toEqual({
    contender: 'willcall-10',
    ...{ kills: 1, atOnce: 4, tickets: 120, buyers: 160 },
    ...{ held: 120, left: 0, oversold: 0, lost: 0, double: 0, undecided: 0 },
  });
  expect(countWrongTickets(report)).toBe(0);

  const [json = ''] = await writeReport(report, await temporaryFolder());
  expect(BenchReport.parse(JSON.parse(await readFile(json, 'utf8')))).toEqual(report);
  expect(formatReport(report)).toMatch(/^willcall, batches of 10 +4 +\d+ /m);
  expect(formatMarkdown(report)).toMatch(
    /^\| read, then put, no condition .* \d+ tickets oversold \|$/m,
  );
  const svg = drawReport(report);
  expect(svg).toMatch(/^<svg [\s\S]*<\/svg>\n$/);
  expect(svg).toContain('read, then put, no condition');
});

describe('the command', () => {
  const script = join(import.meta.dirname, 'bench.ts');

  it('refuses a folder that cannot be made', () => {
    const args = [script, '--out', `${script}/folder`];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe(
      `--out ${script}/folder is not valid: the folder cannot be made. Try --help.\n`,
    );
  });

  it.runIf(listsChildren)('stops everything on Ctrl-C', async () => {
    const args = [script, '--quick', '--out', await temporaryFolder()];
    const bench = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let said = '';
    bench.stderr.on('data', (data) => {
      said += String(data);
    });
    await waitFor(() => expect(said).toMatch(/^\d+ of \d+: /m));
    const dynamodb = findChild(Number(bench.pid), 'dynamodb');
    const ended = once(bench, 'exit');
    bench.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(said).not.toContain('Error');
    expect(() => process.kill(dynamodb, 0)).toThrow('ESRCH');
  });
});
