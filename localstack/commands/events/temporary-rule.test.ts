import { describe, expect, it, test } from 'vitest';
import {
  hashHostname,
  isLeftover,
  LONGEST_RUN_SECONDS,
  makeTemporaryName,
} from './temporary-rule.ts';

const machine = hashHostname('laptop');
const here = { machine };
const startedAt = 1_900_000_000;
const name = makeTemporaryName({ startedAt, machine, pid: 4_194_304 }, 'a1b2c3d4');
const addSeconds = (seconds: number) => new Date((startedAt + seconds) * 1_000);

test('fits the name of any rule into 64 characters', () => {
  expect(name).toMatch(/^[A-Za-z0-9-]{1,64}$/);
});

describe('a resource of npm run events', () => {
  it.each([
    ['its process runs', here, 5, true, false],
    ['its process is gone', here, 5, false, true],
    ['it belongs to another machine', { machine: hashHostname('desk') }, 5, false, false],
    [
      'it is a day old on another machine',
      { machine: 'ffffffff' },
      LONGEST_RUN_SECONDS,
      true,
      false,
    ],
    ['it is older', { machine: 'ffffffff' }, LONGEST_RUN_SECONDS + 1, true, true],
    ['its process id belongs to another process by now', here, LONGEST_RUN_SECONDS + 1, true, true],
  ])('is classified as a leftover or not if %s', (_, there, seconds, runs, expected) => {
    expect(isLeftover(name, there, addSeconds(seconds), () => runs)).toBe(expected);
  });
});

test.each(['willcall-events-run-', 'willcall-dev-purchases', `x${name}`])(
  'does not take %s for a leftover',
  (other) => {
    expect(isLeftover(other, here, addSeconds(1e6), () => false)).toBe(false);
  },
);
