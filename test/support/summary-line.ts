import type { Reporter, TestModule } from 'vitest/node';

/** Ends a run with one line for scripts: `N passed, N failed`. */
export default class SummaryLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0 };
    for (const module of modules) {
      // A file that could not be loaded has no tests to count, and must not pass for this reason.
      if (module.state() === 'failed' && module.children.size === 0) count.failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') count.passed += 1;
        else if (state === 'failed') count.failed += 1;
        else count.skipped += 1;
      }
    }
    if (count.skipped > 0) console.log(`\n${count.skipped} skipped: each says why`);
    console.log(`\n${count.passed} passed, ${count.failed} failed`);
  }
}
