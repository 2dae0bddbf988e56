import { defineConfig } from 'vitest/config';

/** Functions log a line for each decision. A test that checks logs turns them on. */
const quiet = { POWERTOOLS_LOG_LEVEL: 'SILENT', POWERTOOLS_METRICS_DISABLED: 'true' };

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
          include: [
            '{shared,services}/*/src/**/*.test.ts',
            'infra/{bin,commands,src}/**/*.test.ts',
            'test/repository/**/*.test.ts',
          ],
          // Some tests try a thousand inputs. This takes a second, and much longer on a busy machine.
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
