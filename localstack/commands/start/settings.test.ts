import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readSettings } from './settings.ts';

test('defaults to an embedded AWS, port 3000 and state in memory', () => {
  expect(readSettings({})).toEqual({
    backend: { kind: 'embedded' },
    port: 3000,
    browserOrigins: [],
    dataFolder: undefined,
  });
  const empty = {
    PORT: '',
    WILLCALL_DATA: '',
    WILLCALL_BACKEND: '',
    WILLCALL_BROWSER_ORIGINS: '',
  };
  expect(readSettings(empty)).toEqual(readSettings({}));
});

test('reads the port and the data folder from the environment', () => {
  expect(
    readSettings({ PORT: '8080', WILLCALL_DATA: 'data', WILLCALL_BACKEND: 'embedded' }),
  ).toEqual({
    backend: { kind: 'embedded' },
    port: 8080,
    browserOrigins: [],
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

test('reads the origins of pages, each once', () => {
  const WILLCALL_BROWSER_ORIGINS =
    'http://localhost:5173, https://tickets.example,http://localhost:5173';
  expect(readSettings({ WILLCALL_BROWSER_ORIGINS }).browserOrigins).toEqual([
    'http://localhost:5173',
    'https://tickets.example',
  ]);
});

test.each([
  ['http://localhost:5173/', 'Write http://localhost:5173.'],
  ['https://Tickets.example:443/shop?a=b', 'Write https://tickets.example.'],
  ['http://ana:secret@localhost', 'Write http://localhost.'],
  ['localhost:5173', 'Write scheme, host and port alone'],
  ['*', 'Write scheme, host and port alone'],
  ['null', 'Write scheme, host and port alone'],
  ['file:///tmp/page.html', 'Write scheme, host and port alone'],
  ['http://localhost:5173,', 'Write scheme, host and port alone'],
])('refuses the origins %s, and says what to write', (WILLCALL_BROWSER_ORIGINS, remedy) => {
  expect(() => readSettings({ WILLCALL_BROWSER_ORIGINS })).toThrow(
    new RegExp(`^WILLCALL_BROWSER_ORIGINS: ".*" is not an origin\\. ${remedy}`),
  );
});
