import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { known } from '@willcall/contracts';
import { forEachConcurrently } from '@willcall/domain';
import { chooseBackend, startBackend } from '@willcall/localstack';
import { endWithUsage, readScriptOptions } from '../../support/script-options.ts';
import type { Guard } from './guard.ts';
import { announcementGuards } from './guards/announcements.ts';
import { boxOfficeGuards } from './guards/box-office.ts';
import { holdGuards } from './guards/holds.ts';
import { leastPrivilegeGuards } from './guards/least-privilege.ts';
import { localAwsGuards } from './guards/local-aws.ts';
import { pageGuards } from './guards/page.ts';
import { paymentGuards } from './guards/payments.ts';
import { reconciliationGuards } from './guards/reconciliation.ts';
import { saleGuards } from './guards/sale.ts';
import { copyRepository, type RepositoryCopy } from './repository-copy.ts';

/**
 * `npm run controls`: removes each guard from a copy of the repository and expects the named test to
 * fail. A guard that no test covers could be lost without notice.
 */
const root = new URL('../../..', import.meta.url).pathname;
const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
const run = promisify(execFile);

/** Without its guard, a test may wait for what never happens. With it, each named test takes a few seconds. */
const TIMEOUT_MS = 60_000;

const HELP = `Usage: npm run controls [-- --guard <text>]

Removes each guard from a copy of the repository, and expects the named test to fail. It takes
a few seconds for each guard. Exits with 1 if a test did not notice that its guard was missing.

Options:
  --guard <text>  only the guards whose sentence or file contains this text
  -h, --help      shows this help text`;

const { guard: wanted = '' } = readScriptOptions(HELP, ['guard']);

/** The guards behind "What you can rely on" in the README. */
const allGuards = [
  ...saleGuards,
  ...holdGuards,
  ...boxOfficeGuards,
  ...announcementGuards,
  ...leastPrivilegeGuards,
  ...localAwsGuards,
  ...pageGuards,
  ...paymentGuards,
  ...reconciliationGuards,
];
const guards = allGuards.filter(({ guard, file }) => `${guard}\n${file}`.includes(wanted));
if (guards.length === 0)
  endWithUsage(`--guard ${wanted} matches none of the ${allGuards.length} guards.`);

/** One test leaves half of two processors idle. */
const AT_ONCE = 2;

/** Starting a local AWS costs more than most of the named tests. Each test has tables and queues of its own. */
const aws = await startBackend(chooseBackend(process.env));
const { dynamodbEndpoint, sqsEndpoint } = aws;
const sharedAws = { TEST_LOCAL_AWS: JSON.stringify({ dynamodbEndpoint, sqsEndpoint }) };

const copies = await Promise.all(Array.from({ length: AT_ONCE }, () => copyRepository(root)));
const free = [...copies];
let uncovered = 0;
try {
  await forEachConcurrently(guards, AT_ONCE, async (guard) => {
    const copy = known(free.pop(), 'free copy');
    const failed = await copy.without(guard, () => countFailures(guard, copy));
    free.push(copy);
    console.log(`${failed > 0 ? 'caught    ' : 'NOT CAUGHT'}  ${guard.guard}`);
    if (failed === 0) uncovered += 1;
  });
} finally {
  for (const copy of copies) await copy.remove();
  await aws.stop();
}
console.log(
  uncovered === 0
    ? 'A test covers every guard.'
    : `No test covers ${uncovered} of ${guards.length} guards.`,
);
if (uncovered > 0) process.exitCode = 1;

/** Counts the named tests that failed. @throws Error if none of them ran. */
async function countFailures(
  { file, tests, caughtBy }: Guard,
  copy: RepositoryCopy,
): Promise<number> {
  const report = join(copy.folder, 'report.json');
  const args = [vitest, 'run', tests, '--reporter=json', `--outputFile=${report}`];
  // Vitest exits with 1 when a test fails, which is expected here.
  await run(process.execPath, caughtBy === '' ? args : [...args, '-t', caughtBy], {
    cwd: copy.folder,
    env: {
      ...process.env,
      TEST_TIMEOUT_MS: `${TIMEOUT_MS}`,
      // A guard of the local AWS is removed only from one that starts with the copy.
      ...(file.startsWith('localstack/') ? {} : sharedAws),
    },
  }).catch(() => undefined);
  const { numFailedTests = 0, numPassedTests = 0 } = JSON.parse(
    await readFile(report, 'utf8'),
  ) as Record<string, number>;
  if (numFailedTests + numPassedTests === 0) throw new Error(`No test ran in ${tests}`);
  return numFailedTests;
}
