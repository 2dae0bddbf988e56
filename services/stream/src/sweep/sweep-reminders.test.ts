import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { listMinutesToSweep } from './sweep-reminders.ts';

const now = new Date('2031-05-31T20:00:20.500Z');
const minutes = (sweptTo?: string) => [...listMinutesToSweep(sweptTo, now)];

it('a sweep a minute after the last looks at five minutes before that once more', () => {
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

it('a sweep in the minute of the last, or behind it, looks at the last minutes all the same', () => {
  expect(minutes('2031-05-31T20:00')).toHaveLength(6);
  expect(minutes('2031-05-31T21:00')).toEqual(minutes('2031-05-31T20:00'));
});

it('the first sweep ever begins two hours back', () => {
  expect(minutes().at(0)).toBe('2031-05-31T18:00');
  expect(minutes()).toHaveLength(121);
});

it('after an outage of any length no minute is left out', () => {
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
