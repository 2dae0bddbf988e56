import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');

/** Set by one part of willcall for another, never by a user. */
const INTERNAL = /^WILLCALL_(STAGE|LOAD_.*)$/;

/** The variables of willcall that its sources read. */
const listSettings = (): string[] => {
  const files = execFileSync('git', ['ls-files', 'infra', 'localstack', 'services', 'shared'], {
    cwd: ROOT,
    encoding: 'utf8',
  }).split('\n');
  const names = files
    .filter((file) => /(?<!\.test|\.fixture)\.ts$/.test(file))
    .flatMap((file) => readFileSync(join(ROOT, file), 'utf8').match(/\bWILLCALL_[A-Z_]+\b/g) ?? []);
  return [...new Set(names)].filter((name) => !INTERNAL.test(name)).toSorted();
};

test('every setting that a command reads is in the table of settings', () => {
  const readme = readFileSync(join(ROOT, 'localstack/README.md'), 'utf8');
  const settings = listSettings();
  expect(settings).toContain('WILLCALL_STATE');
  expect(
    settings.filter((name) => !new RegExp(`^\\| .*\`${name}\\b.* \\|`, 'm').test(readme)),
  ).toEqual([]);
});
