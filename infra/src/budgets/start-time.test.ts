import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { expect, it, onTestFinished } from 'vitest';
import { bundleEntry, listEntryNames } from './bundle.ts';
import { measureStartTimes } from './start-time.ts';

/**
 * The maximum start time of a function, including its process, as a multiple of an empty function's.
 * About twice the measured value (4 to 6 times 25 ms), because a busy machine slows functions down
 * unequally. A module that does work when it is imported exceeds it.
 */
const MOST_TIMES_AN_EMPTY_FUNCTION = 12;

it('every function starts within a multiple of the start time of an empty one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'willcall-start-time-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const bundles = await Promise.all(listEntryNames().map((name) => bundleEntry(name, folder)));
  const empty = join(folder, 'empty.mjs');
  await writeFile(empty, 'export const handler = async () => {};');

  const times = await measureStartTimes([empty, ...bundles.map(({ file }) => file)]);

  const ofEmpty = known(times.get(empty), 'time');
  const ratios = bundles.map(({ name, file }) => ({
    name,
    ratio: known(times.get(file), 'time') / ofEmpty,
  }));
  expect(ratios.filter(({ ratio }) => !(ratio <= MOST_TIMES_AN_EMPTY_FUNCTION))).toEqual([]);
});
