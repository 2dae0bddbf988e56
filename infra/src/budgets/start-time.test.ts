import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { expect, it, onTestFinished } from 'vitest';
import { START_BUDGETS } from './budgets.ts';
import { bundleEntry, listEntryNames } from './bundle.ts';
import { measureStartCpu } from './start-time.ts';

/** A function's budget, as a multiple of the CPU of an empty function. */
const findBudget = (name: string): number =>
  name === 'accept' || name === 'worker' ? START_BUDGETS[name] : START_BUDGETS.others;

it('every function starts with a multiple of the CPU of an empty one', async ({ annotate }) => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-start-time-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bundles = await Promise.all(listEntryNames().map((name) => bundleEntry(name, folder)));
  const empty = join(folder, 'empty.cjs');
  await writeFile(empty, 'exports.handler = async () => {};');

  const times = await measureStartCpu([empty, ...bundles.map(({ file }) => file)]);

  const ofEmpty = known(times.get(empty), 'CPU time');
  const ratios = bundles.map(({ name, file }) => ({
    name,
    ratio: known(times.get(file), 'CPU time') / ofEmpty,
  }));
  await annotate(ratios.map(({ name, ratio }) => `${name} ${ratio.toFixed(1)}`).join(', '));
  expect(ratios.filter(({ name, ratio }) => !(ratio <= findBudget(name)))).toEqual([]);
});
