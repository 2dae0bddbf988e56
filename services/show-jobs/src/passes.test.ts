import { expect, it } from 'vitest';
import { findNextPass, isDue } from './passes.ts';

const job = { changedAt: '2031-05-01T08:00:00.000Z' };
const now = new Date('2031-05-01T08:05:00.000Z');

it.each([
  ['started with the change', '2031-05-01T08:00:00.000Z', '2031-05-01T08:01:30.000Z'],
  [
    'started before earlier sales had ended',
    '2031-05-01T08:01:29.999Z',
    '2031-05-01T08:01:30.000Z',
  ],
  ['started by a clock that is behind', '2031-05-01T07:59:00.000Z', '2031-05-01T08:01:30.000Z'],
  ['started after that', '2031-05-01T08:01:30.000Z', undefined],
])('a pass that %s is followed by the expected pass', (_, beganAt, notBefore) => {
  const next = findNextPass(job, { beganAt, failures: 0 }, now);
  expect(next?.notBefore).toBe(notBefore);
  // It reads what may have been sold by the earlier show, from 90 s before the change.
  if (next !== undefined) expect(next.since).toBe('2031-05-01T07:58:30.000Z');
});

it('a pass with failed purchases is followed by another one of all entries ten minutes later', () => {
  const pass = { beganAt: '2031-05-01T08:04:00.000Z', failures: 1 };
  expect(findNextPass(job, pass, now)).toEqual({ notBefore: '2031-05-01T08:15:00.000Z' });
});

it.each([
  ['is due without a time', undefined, true],
  ['is due at its time', '2031-05-01T08:05:00.000Z', true],
  ['is not due before its time', '2031-05-01T08:05:00.001Z', false],
])('a job %s', (_, notBefore, due) => {
  expect(isDue({ notBefore }, now)).toBe(due);
});
