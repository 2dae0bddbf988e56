import { expect, it } from 'vitest';
import { findAnnounced, formatTimeLeft, splitDuration } from './duration.ts';

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

it.each([
  [581_000, '9:41'],
  [5_000, '0:05'],
  [3_665_000, '61:05'],
  [-1, '0:00'],
])('%i milliseconds are %s', (milliseconds, text) => {
  expect(formatTimeLeft(milliseconds)).toBe(text);
});

it('a hold of ten minutes announces five times how much is left, and not its end', () => {
  const seconds = Array.from({ length: 602 }, (_, passed) => 601 - passed);
  const announced = seconds.map((left) => findAnnounced(left * 1_000));
  expect([...new Set(announced)]).toEqual([undefined, 600, 300, 120, 60, 30]);
  expect(seconds[announced.indexOf(300)]).toBe(300);
  expect(announced.at(-1)).toBeUndefined();
});
