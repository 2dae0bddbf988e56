import { describe, expect, it } from 'vitest';
import { isAllowed } from './is-allowed.ts';

describe('a licence', () => {
  it.each([
    'MIT',
    'Apache-2.0',
    'MIT*',
    '(MIT OR GPL-3.0-or-later)',
    'GPL-2.0-only OR MIT',
    '(MIT AND ISC)',
  ])('%s is allowed', (licence) => {
    expect(isAllowed(licence)).toBe(true);
  });

  it.each([
    'GPL-3.0-or-later',
    'AGPL-3.0-only',
    'MPL-2.0',
    '(MIT AND CC-BY-3.0)',
    'UNLICENSED',
    'UNKNOWN',
    'Custom: https://example.com/terms',
    '',
    '*',
  ])('%s is not', (licence) => {
    expect(isAllowed(licence)).toBe(false);
  });
});
