import { functions } from '@willcall/topology';
import { expect, test } from 'vitest';
import { API_FUNCTIONS, createStageFunctions, TRIGGERED_FUNCTIONS } from './stage-functions.ts';

test('every function belongs to the gateway or to the pollers, and none to both', () => {
  expect([...API_FUNCTIONS].sort()).toEqual([
    'accept',
    'dead-letters-api',
    'health',
    'live-sale',
    'payments',
    'purchases',
    'shows',
  ]);
  expect([...API_FUNCTIONS, ...TRIGGERED_FUNCTIONS].sort()).toEqual(Object.keys(functions).sort());
});

test('a process creates only its own functions', () => {
  const environment = { WILLCALL_BACKEND: 'embedded', AWS_REGION: 'us-east-1' };
  const input = { ids: new Set(['health'] as const), environment, log: () => undefined };
  const created = createStageFunctions(input);
  expect(Object.keys(created)).toEqual(['health']);
  expect(created.health).toMatchObject({ name: 'willcall-health', timeoutMs: 3_000 });
});
