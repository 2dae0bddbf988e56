import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import {
  COMPOSED_ENDPOINT,
  containerEnvironment,
  LOCALSTACK_IMAGE,
  STAGE_SERVICES,
} from './compose.ts';

const FOLDER = join(import.meta.dirname, '../..');

const readLines = async (file: string): Promise<string[]> =>
  (await readFile(join(FOLDER, file), 'utf8'))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

let lines: string[];
beforeAll(async () => {
  lines = await readLines('compose.yaml');
});

/** Reads the value of a setting that occurs exactly once. */
const readSetting = (name: string): string => {
  const found = lines.filter((line) => line.startsWith(`${name}: `));
  expect(found).toHaveLength(1);
  return (found[0] ?? '').slice(`${name}: `.length).replace(/^"(.*)"$/, '$1');
};

/** Reads the items of the list below a heading. */
const readListBelow = (heading: string): string[] => {
  const after = lines.slice(lines.indexOf(`${heading}:`) + 1);
  const end = after.findIndex((line) => !line.startsWith('- '));
  return after.slice(0, end).map((line) => line.slice(2).replace(/^"(.*)"$/, '$1'));
};

test('the image is pinned, needs no token, and is the one that tests run', () => {
  expect(readSetting('image')).toBe('localstack/localstack:4.14.0');
  expect(LOCALSTACK_IMAGE).toBe(readSetting('image'));
});

test('only this machine can reach the container', () => {
  const ports = readListBelow('ports');
  expect(ports).toEqual([`${new URL(COMPOSED_ENDPOINT).host}:4566`]);
  for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  expect(lines.join('\n')).not.toMatch(/0\.0\.0\.0|network_mode|privileged/);
});

test('every service that a stage needs is listed', () => {
  expect(readSetting('SERVICES').split(',')).toEqual(expect.arrayContaining([...STAGE_SERVICES]));
});

test('the container of a test run has the same settings, except for its services', () => {
  const { SERVICES: _, ...environment } = containerEnvironment({});
  for (const [name, value] of Object.entries(environment)) expect(readSetting(name)).toBe(value);
  expect(readSetting('DISABLE_EVENTS')).toBe('1');
});

test('a token is passed to the container only when it is set', () => {
  expect(readSetting('LOCALSTACK_AUTH_TOKEN')).toBe(`$\{LOCALSTACK_AUTH_TOKEN:-}`);
  expect(containerEnvironment({ LOCALSTACK_AUTH_TOKEN: 'a-token' })).toMatchObject({
    LOCALSTACK_AUTH_TOKEN: 'a-token',
  });
  expect(containerEnvironment({ LOCALSTACK_AUTH_TOKEN: '' })).not.toHaveProperty(
    'LOCALSTACK_AUTH_TOKEN',
  );
});

test('the Docker socket is mounted for deployed functions only', async () => {
  expect(lines.join('\n')).not.toContain('docker.sock');
  expect((await readLines('compose.functions.yaml')).join('\n')).toContain('docker.sock');
});

test('functions built for arm64 also run on x86_64', async () => {
  expect(await readLines('compose.functions.yaml')).toContain('LAMBDA_IGNORE_ARCHITECTURE: "1"');
});

test('the container has a health check', () => {
  expect(readSetting('test')).toContain('http://127.0.0.1:4566/_localstack/health');
});
