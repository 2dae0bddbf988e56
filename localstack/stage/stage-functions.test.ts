import { functions } from '@willcall/topology';
import { expect, test } from 'vitest';
import { API_FUNCTIONS, TRIGGERED_FUNCTIONS } from './stage-functions.ts';

test('every function belongs to the gateway or to the pollers, and none to both', () => {
  expect([...API_FUNCTIONS].sort()).toEqual(['accept', 'health', 'purchases', 'shows']);
  expect([...API_FUNCTIONS, ...TRIGGERED_FUNCTIONS].sort()).toEqual(Object.keys(functions).sort());
});
