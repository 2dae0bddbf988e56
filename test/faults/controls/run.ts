import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Guard } from './guard.ts';
import { announcementGuards } from './guards/announcements.ts';
import { boxOfficeGuards } from './guards/box-office.ts';
import { leastPrivilegeGuards } from './guards/least-privilege.ts';
import { saleGuards } from './guards/sale.ts';
import { copyRepository } from './repository-copy.ts';

/**
 * `npm run controls`: takes each guard out of a copy of the repository, and expects the named test to
 * fail. A guard whose absence no test notices is a promise that nobody keeps.
 */
const root = new URL('../../..', import.meta.url).pathname;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = promisify(execFile);

/** What "What you can rely on" in the README rests on. */
const guards = [...saleGuards, ...boxOfficeGuards, ...announcementGuards, ...leastPrivilegeGuards];

const copy = await copyRepository(root);
let unnoticed = 0;
try {
  for (const guard of guards) {
    const failed = await copy.without(guard, () => countFailures(guard));
    console.log(`${failed > 0 ? 'noticed  ' : 'UNNOTICED'}  without: ${guard.guard}`);
    if (failed === 0) unnoticed += 1;
  }
} finally {
  await copy.remove();
}
console.log(unnoticed === 0 ? 'Every guard is held by a test.' : `${unnoticed} guards are not.`);
if (unnoticed > 0) process.exitCode = 1;

/** How many of the named tests failed. @throws Error when none of them was run. */
async function countFailures({ tests, caughtBy }: Guard): Promise<number> {
  const report = join(copy.folder, 'report.json');
  const args = [vitest, 'run', tests, '--reporter=json', `--outputFile=${report}`];
  // It exits with 1 when a test fails, which is what it is for here.
  await run(process.execPath, caughtBy === '' ? args : [...args, '-t', caughtBy], {
    cwd: copy.folder,
  }).catch(() => undefined);
  const { numFailedTests = 0, numPassedTests = 0 } = JSON.parse(
    await readFile(report, 'utf8'),
  ) as Record<string, number>;
  if (numFailedTests + numPassedTests === 0) throw new Error(`No test was run in ${tests}`);
  return numFailedTests;
}
