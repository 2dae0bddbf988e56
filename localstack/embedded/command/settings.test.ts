import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { settings } from './settings.ts';

test('without any setting, the API is on port 3000 and state in memory', () => {
  expect(settings({})).toEqual({ port: 3000, dataFolder: undefined });
  expect(settings({ PORT: '', WILLCALL_DATA: '', WILLCALL_BACKEND: '' })).toEqual(settings({}));
});

test('port and data folder are taken from the environment', () => {
  expect(settings({ PORT: '8080', WILLCALL_DATA: 'data', WILLCALL_BACKEND: 'embedded' })).toEqual({
    port: 8080,
    dataFolder: resolve('data'),
  });
});

test.each(['abc', '-1', '1.5', '65536', '0x10', '1e3', ' 80'])('PORT=%s is refused', (port) => {
  expect(() => settings({ PORT: port })).toThrow(/^PORT=.* is no port: .*\.$/);
});

test.each(['aws', 'localstack', 'Embedded'])('the backend %s is not there yet', (backend) => {
  expect(() => settings({ WILLCALL_BACKEND: backend })).toThrow(
    `WILLCALL_BACKEND=${backend} is not available in this version yet`,
  );
});
