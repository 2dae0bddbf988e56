import { describe, expect, it } from 'vitest';
import { toInstant, toWallTime } from './wall-time.ts';

describe('a time on the clock of a zone', () => {
  it.each([
    ['2035-06-01T20:00', 'Europe/Madrid', '2035-06-01T18:00:00.000Z'],
    ['2035-01-01T20:00', 'Europe/Madrid', '2035-01-01T19:00:00.000Z'],
    ['2035-06-01T20:00:30', 'Asia/Kolkata', '2035-06-01T14:30:30.000Z'],
    ['2035-12-31T20:00', 'America/New_York', '2036-01-01T01:00:00.000Z'],
    ['2035-06-01T00:00', 'Pacific/Auckland', '2035-05-31T12:00:00.000Z'],
    ['2035-06-01T20:00', 'UTC', '2035-06-01T20:00:00.000Z'],
  ])('%s in %s is %s, and back', (wallTime, timeZone, instant) => {
    expect(toInstant(wallTime, timeZone)).toBe(instant);
    expect(toWallTime(instant, timeZone)).toBe(wallTime);
  });

  it('keeps what is shorter than a minute', () => {
    expect(toWallTime('2035-06-01T20:00:00.250Z', 'UTC')).toBe('2035-06-01T20:00:00.250');
    expect(toWallTime('2035-06-01T20:00:05Z', 'UTC')).toBe('2035-06-01T20:00:05');
  });

  it('does not exist while the clock is put forward', () => {
    expect(toInstant('2035-03-25T02:30', 'Europe/Madrid')).toBeUndefined();
    expect(toInstant('2035-03-25T01:59', 'Europe/Madrid')).toBe('2035-03-25T00:59:00.000Z');
    expect(toInstant('2035-03-25T03:00', 'Europe/Madrid')).toBe('2035-03-25T01:00:00.000Z');
  });

  it('is the first of two if the clock shows it twice', () => {
    expect(toInstant('2035-10-28T02:30', 'Europe/Madrid')).toBe('2035-10-28T00:30:00.000Z');
  });

  it.each(['', 'tomorrow', '2035-02-30T20:00', '2035-06-01'])('%j is none', (text) => {
    expect(toInstant(text, 'UTC')).toBeUndefined();
  });

  it('needs a zone that exists', () => {
    expect(() => toInstant('2035-06-01T20:00', 'Nowhere/None')).toThrow(RangeError);
  });
});
