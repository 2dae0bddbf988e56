import { expect, it } from 'vitest';
import { splitDuration } from './duration.ts';

it.each([
  [1, { days: 0, hours: 0, minutes: 0, seconds: 1 }],
  [1_000, { days: 0, hours: 0, minutes: 0, seconds: 1 }],
  [60_000, { days: 0, hours: 0, minutes: 1, seconds: 0 }],
  [59_999, { days: 0, hours: 0, minutes: 1, seconds: 0 }],
  [90_061_000, { days: 1, hours: 1, minutes: 1, seconds: 1 }],
  [-5, { days: 0, hours: 0, minutes: 0, seconds: 0 }],
])('%i milliseconds are %j', (milliseconds, duration) => {
  expect(splitDuration(milliseconds)).toEqual(duration);
});
