import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { findRange } from './sweep-reminders.ts';

const now = new Date('2031-05-31T20:00:20.500Z');

it('a sweep one minute after the last repeats the five minutes before it', () => {
  expect(findRange('2031-05-31T19:59', now)).toEqual({
    from: '2031-05-31T19:54',
    to: '2031-05-31T20:00',
  });
});

it('a sweep in or before the minute of the last repeats the last minutes', () => {
  const range = { from: '2031-05-31T19:55', to: '2031-05-31T20:00' };
  expect(findRange('2031-05-31T20:00', now)).toEqual(range);
  expect(findRange('2031-05-31T21:00', now)).toEqual(range);
});

it('the very first sweep starts a day back', () => {
  expect(findRange(undefined, now)).toEqual({ from: '2031-05-30T20:00', to: '2031-05-31T20:00' });
});

it('no minute is skipped after an outage of any length', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 500_000 }), (behind) => {
      const last = new Date(now.getTime() - behind * 60_000).toISOString().slice(0, 16);
      const { from, to } = findRange(last, now);
      expect(Date.parse(`${from}Z`)).toBe(Date.parse(`${last}Z`) - 5 * 60_000);
      expect(to).toBe('2031-05-31T20:00');
    }),
  );
});
