import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const REPOSITORY = resolve(import.meta.dirname, '../..');

describe.each([
  ['controls', 'test/faults/controls/run.ts'],
  ['cost', 'test/bench/cost.ts'],
  ['bench', 'test/bench/bench.ts'],
  ['model', 'test/model/model.ts'],
])('npm run %s', (name, script) => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [join(REPOSITORY, script), ...args], { encoding: 'utf8' });

  it('prints its help and does nothing else', () => {
    const { status, stdout, stderr } = run('--help');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(`Usage: npm run ${name}`);
  });

  it('refuses an option that it does not have', () => {
    const { status, stdout, stderr } = run('--hepl');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toBe("Unknown option '--hepl'. Try --help.\n");
  });
});
