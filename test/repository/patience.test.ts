import { globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { PATIENCE_MS } from '../support/backend/scaled-timeout.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

/** Files that define how long tests wait, and the test that quotes what it refuses. */
const ALLOWED = new Set([
  // Eleven calls without a pause, compared with at least forty seconds of pauses.
  'localstack/aws/eventbridge/deliveries.test.ts',
  'test/support/backend/scaled-timeout.ts',
  // The bench reports how long a sale takes. No test asserts it.
  'test/bench/load/measure-load.ts',
  'localstack/testing/provided.ts',
  'test/repository/patience.test.ts',
]);

/** What makes a test pass or fail by the speed of the machine, and what to use instead. */
const refused: readonly [string, RegExp][] = [
  ['vi.waitFor and vi.waitUntil wait for one second: use waitFor', /\bvi\.wait(For|Until)\(/],
  ['expect.poll has its timeout from vitest.config.ts', /\.poll\([^;]*?\btimeout: /],
  ['a test has its timeout from vitest.config.ts', /^(it|test|describe)\b.*\{ timeout: /m],
  ['elapsed time depends on the machine: inject a clock or a wait', /performance\.now\(\) - /],
];

const testFiles = globSync('{shared,services,infra,localstack,test}/**/*.ts', {
  cwd: REPOSITORY,
  exclude: (path) => /(^|\/)(node_modules|dist|cdk\.out)$/.test(path),
}).filter((path) => /\.(test|fixture)\.ts$|^test\/|\/testing\//.test(path) && !ALLOWED.has(path));

it.each(refused)('no test depends on the speed of the machine: %s', (_, pattern) => {
  expect(testFiles.length).toBeGreaterThan(100);
  const found = testFiles.filter((path) =>
    pattern.test(readFileSync(join(REPOSITORY, path), 'utf8')),
  );
  expect(found).toEqual([]);
});

it('every project of Vitest has the patience of the tests', () => {
  const config = readFileSync(join(REPOSITORY, 'vitest.config.ts'), 'utf8');
  const [, pollMs = ''] = /\bpoll: \{ timeout: ([\d_]+)/.exec(config) ?? [];
  expect(Number(pollMs.replaceAll('_', ''))).toBe(PATIENCE_MS);
  expect(config.split('...timeouts,')).toHaveLength(1 + config.split("name: '").length - 1);
});
