import { defineConfig } from 'vitest/config';

/** Functions log a line a decision; a test that wants to see them asks for them. */
const quiet = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' };

export default defineConfig({
  test: {
    // One by default on two cores, but most of a test's time is the local AWS's, in processes of its own.
    maxWorkers: 2,
    reporters: ['default', './test/support/summary-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          env: quiet,
          include: [
            '{shared,services}/*/src/**/*.test.ts',
            'infra/{bin,commands,src}/**/*.test.ts',
            'test/repository/**/*.test.ts',
          ],
          // Some try a thousand inputs: a second's work, and many times that on a busy machine.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'local-aws',
          env: quiet,
          include: ['localstack/**/*.test.ts', 'test/**/*.test.ts'],
          exclude: ['**/node_modules/**', 'test/repository/**'],
          globalSetup: ['test/support/global-setup.ts'],
          setupFiles: ['test/support/role/no-denied-calls.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
