import { defineConfig } from 'vitest/config';

/**
 * Functions log a line for each decision. A test that checks logs turns them on, and
 * test/support/function-lines.ts prints them when a test fails.
 */
const quiet = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' };

/**
 * Milliseconds. Tests wait for what they observe and not for time, so only a failure takes as long as
 * these. A machine that runs other work at the same time needs many times what an idle one does. The negative
 * controls set TEST_TIMEOUT_MS, because they wait for failures.
 */
const timeoutMs = Number(process.env.TEST_TIMEOUT_MS ?? 300_000);

const timeouts = {
  testTimeout: timeoutMs,
  hookTimeout: timeoutMs,
  // The patience of test/support/backend/scaled-timeout.ts.
  expect: { poll: { timeout: 60_000, interval: 50 } },
};

export default defineConfig({
  test: {
    // Vitest's default on two cores is one. Most of a test's time is spent in the local AWS's own processes.
    maxWorkers: 2,
    reporters: ['default', './test/support/summary-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          env: quiet,
          // A worker loads willcall once, and not again for each file, so a test must leave nothing behind for the
          // next: modules keep no state, and hooks undo what a test changes.
          isolate: false,
          ...timeouts,
          include: [
            '{shared,services}/*/src/**/*.test.ts',
            'infra/{bin,commands,src}/**/*.test.ts',
            'test/repository/**/*.test.ts',
          ],
        },
      },
      {
        test: {
          name: 'local-aws',
          env: quiet,
          ...timeouts,
          include: ['localstack/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/repository/**'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/role/no-denied-calls.ts', 'test/support/function-lines.ts'],
        },
      },
    ],
  },
});
