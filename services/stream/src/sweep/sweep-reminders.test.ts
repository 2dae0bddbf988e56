import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { listMinutesToSweep } from './sweep-reminders.ts';

const now = new Date('2031-05-31T20:00:20.500Z');
const minutes = (sweptTo?: string) => [...listMinutesToSweep(sweptTo, now)];

it('a sweep one minute after the last repeats the five minutes before it', () => {
  expect(minutes('2031-05-31T19:59')).toEqual([
    '2031-05-31T19:54',
    '2031-05-31T19:55',
    '2031-05-31T19:56',
    '2031-05-31T19:57',
    '2031-05-31T19:58',
    '2031-05-31T19:59',
    '2031-05-31T20:00',
  ]);
});

it('a sweep in or before the minute of the last repeats the last minutes', () => {
  expect(minutes('2031-05-31T20:00')).toHaveLength(6);
  expect(minutes('2031-05-31T21:00')).toEqual(minutes('2031-05-31T20:00'));
});

it('the very first sweep starts two hours back', () => {
  expect(minutes().at(0)).toBe('2031-05-31T18:00');
  expect(minutes()).toHaveLength(121);
});

it('no minute is skipped after an outage of any length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5_000 }), (behind) => {
      const last = new Date(now.getTime() - behind * 60_000).toISOString().slice(0, 16);
      const swept = minutes(last);
      expect(swept).toHaveLength(behind + 6);
      expect(new Set(swept).size).toBe(behind + 6);
      expect(swept).toEqual(swept.toSorted());
      expect(swept.at(-1)).toBe('2031-05-31T20:00');
    }),
  );
});
