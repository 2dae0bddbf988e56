import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'model.ts'), ...args], {
    encoding: 'utf8',
  });

it.each([
  [['--buyers', '0'], '--buyers 0 is not valid: it must be a whole number from 1 to 5000000.'],
  [
    ['--tickets', 'many'],
    '--tickets many is not valid: it must be a whole number from 1 to 1000000.',
  ],
  [['--each', '9'], '--each 9 is not valid: it must be a whole number from 1 to 8.'],
  [['--stage', 'live'], '--stage live is not a stage: use dev, staging, or prod.'],
  [['--region', 'moon'], '--region moon is not an AWS region, such as eu-central-1.'],
  [['--out', '/dev/null/a'], '--out /dev/null/a is not valid: the folder cannot be made.'],
])('refuses %j and says what is valid', (args, sentence) => {
  const { status, stdout, stderr } = run(...args);
  expect({ status, stdout, stderr }).toEqual({
    status: 2,
    stdout: '',
    stderr: `${sentence} Try --help.\n`,
  });
});
