import { expect, it } from 'vitest';
import { isDue, nextPassAt } from './process-page.ts';

const job = { changedAt: '2031-05-01T08:00:00.000Z' };
const now = new Date('2031-05-01T08:05:00.000Z');

it.each([
  ['began with the change', '2031-05-01T08:00:00.000Z', '2031-05-01T08:01:30.000Z'],
  [
    'began before everybody had the show as it is',
    '2031-05-01T08:01:29.999Z',
    '2031-05-01T08:01:30.000Z',
  ],
  ['began by a clock that is behind', '2031-05-01T07:59:00.000Z', '2031-05-01T08:01:30.000Z'],
  ['began after that', '2031-05-01T08:01:30.000Z', undefined],
])('a pass that %s is the last, or not', (_, beganAt, notBefore) => {
  expect(nextPassAt(job, { beganAt, failures: 0 }, now)).toBe(notBefore);
});

it('a pass that left purchases behind is followed by another, ten minutes later', () => {
  const pass = { beganAt: '2031-05-01T08:04:00.000Z', failures: 1 };
  expect(nextPassAt(job, pass, now)).toBe('2031-05-01T08:15:00.000Z');
});

it.each([
  ['when nothing keeps it', undefined, true],
  ['from that moment on', '2031-05-01T08:05:00.000Z', true],
  ['not before it', '2031-05-01T08:05:00.001Z', false],
])('a job goes on %s', (_, notBefore, due) => {
  expect(isDue({ notBefore }, now)).toBe(due);
});
