import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('defaults to an embedded AWS, port 3000 and state in memory', () => {
  expect(readSettings({})).toEqual({
    backend: { kind: 'embedded' },
    port: 3000,
    dataFolder: undefined,
  });
  expect(readSettings({ PORT: '', WILLCALL_DATA: '', WILLCALL_BACKEND: '' })).toEqual(
    readSettings({}),
  );
});

test('reads the port and the data folder from the environment', () => {
  expect(
    readSettings({ PORT: '8080', WILLCALL_DATA: 'data', WILLCALL_BACKEND: 'embedded' }),
  ).toEqual({
    backend: { kind: 'embedded' },
    port: 8080,
    dataFolder: resolve('data'),
  });
});

test.each(['abc', '-1', '1.5', '65536', '0x10', '1e3', ' 80'])('refuses PORT=%s', (port) => {
  expect(() => readSettings({ PORT: port })).toThrow(/^PORT=.* is not a port: .*\.$/);
});

test('reads LocalStack from the environment', () => {
  const AWS_ENDPOINT_URL = 'http://127.0.0.1:4566';
  expect(readSettings({ WILLCALL_BACKEND: 'localstack', AWS_ENDPOINT_URL }).backend).toEqual({
    kind: 'localstack',
    endpoint: AWS_ENDPOINT_URL,
  });
});
