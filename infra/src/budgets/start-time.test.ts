import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { expect, it, onTestFinished } from 'vitest';
import { bundleEntry, listEntryNames } from './bundle.ts';
import { measureStartCpu } from './start-time.ts';

/**
 * The most CPU that a function uses to start, Node included, as a multiple of an empty function's. The largest
 * (`shows`) uses about 5 times as much, `accept` and the worker 4 to 4.5 times. A module that does work when
 * it is imported exceeds it.
 */
const MOST_TIMES_AN_EMPTY_FUNCTION = 8;

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
  expect(ratios.filter(({ ratio }) => !(ratio <= MOST_TIMES_AN_EMPTY_FUNCTION))).toEqual([]);
});
