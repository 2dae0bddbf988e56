import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', './test/support/summary-line.ts'],
    projects: [
      {
        test: {
          name: 'unit',
          include: ['{shared,services}/*/src/**/*.test.ts', 'infra/src/**/*.test.ts'],
        },
      },
      {
        test: {
          name: 'local-aws',
          include: ['localstack/**/*.test.ts', 'test/**/*.test.ts'],
          globalSetup: ['test/support/global-setup.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
