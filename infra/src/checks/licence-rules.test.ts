import { describe, expect, it } from 'vitest';
import { checkLicences, isAllowed, productionPackages } from './licence-rules.ts';

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
  ])('%s is not allowed', (licence) => {
    expect(isAllowed(licence)).toBe(false);
  });
});

const lock = JSON.stringify({
  lockfileVersion: 3,
  packages: {
    '': {},
    'services/api': {},
    'node_modules/@willcall/api': { link: true },
    'node_modules/zod': {},
    'node_modules/a/node_modules/copyleft': {},
    'node_modules/copyleft': { dev: true },
  },
});
const installed = [
  { name: 'zod@4.6.7', folder: 'node_modules/zod', licences: 'MIT' },
  { name: 'copyleft@1.0.0', folder: 'node_modules/copyleft', licences: 'GPL-3.0-only' },
];

it('a development dependency may have any licence', () => {
  expect(checkLicences(installed, productionPackages(lock))).toEqual({ checked: 1, refused: [] });
});

it('a shipped package with a licence that is not on the list is named, wherever it is installed', () => {
  const nested = {
    name: 'copyleft@2.0.0',
    folder: 'node_modules/a/node_modules/copyleft',
    licences: ['MIT', 'GPL-3.0-only'],
  };
  expect(checkLicences([...installed, nested], productionPackages(lock))).toEqual({
    checked: 2,
    refused: [{ name: 'copyleft@2.0.0', licence: '(MIT AND GPL-3.0-only)' }],
  });
});
