import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { known } from '@willcall/contracts';
import { expect, it, onTestFinished } from 'vitest';
import { bundleEntry, listEntryNames } from './bundle.ts';
import { measureStartTimes } from './start-time.ts';

/**
 * How many times as long as an empty function any function may take to start, process and all: about
 * twice what was measured (4 to 6 times 25 ms), since a busy machine slows them down unequally. What
 * would exceed it is a module that works when it is imported.
 */
const MOST_TIMES_AN_EMPTY_FUNCTION = 12;

const SLOW_MACHINE_MS = 120_000;

it('no function takes many times as long to start as an empty one', {
  timeout: SLOW_MACHINE_MS,
}, async () => {
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
