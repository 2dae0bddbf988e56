import { expect, it } from 'vitest';
import { RECORDED_AT, reminderItem } from '../stream-record.fixture.ts';
import { findFiredReminder } from './announce-firing.ts';

const waiting = reminderItem;
const fired = { ...waiting, firedAt: '2031-05-31T20:00:20.000Z' };
const cancelled = { ...waiting, cancelledAt: '2031-05-30T20:00:20.000Z' };
const setAgain = { ...waiting, expiresAt: waiting.expiresAt + 1 };

it.each([
  ['when firedAt appears on it', waiting, fired, fired],
  ['when it is set as already fired', undefined, fired, fired],
  ['when it is removed without having fired or been cancelled', waiting, undefined, waiting],
  ['not when it is set', undefined, waiting, undefined],
  ['not when it is changed', waiting, setAgain, undefined],
  ['not when it is cancelled', waiting, cancelled, undefined],
  ['not when it is restored', cancelled, waiting, undefined],
  ['not again when a fired one is changed', fired, { ...fired, expiresAt: 1 }, undefined],
  ['not again when a fired one is removed', fired, undefined, undefined],
  ['not when a cancelled one is removed', cancelled, undefined, undefined],
])('a reminder fires %s', (_, before, after, expected) => {
  const change = { before, after, recordedAt: RECORDED_AT };
  expect(findFiredReminder(change, new Date(waiting.dueAt))).toBe(expected);
});

it('a waiting reminder that is removed before it is due does not fire', () => {
  const before = new Date(Date.parse(waiting.dueAt) - 1);
  const change = { before: waiting, after: undefined, recordedAt: RECORDED_AT };
  expect(findFiredReminder(change, before)).toBeUndefined();
});
