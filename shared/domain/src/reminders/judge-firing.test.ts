import { describe, expect, it } from 'vitest';
import { judgeFiring } from './judge-firing.ts';
import { reminderKey } from './reminder-key.ts';

const now = new Date('2031-05-31T20:05:00Z');
const buyer = { userId: 'alice', recordKey: 'P#AZaz09-_AZaz09-_' };
const keyAt = (dueAt: string) => reminderKey(dueAt, buyer.userId, buyer.recordKey);
const reminder = { ...buyer, dueKey: keyAt('2031-05-31T20:00:00Z') };
const purchase = { status: 'CONFIRMED', reminder: reminder.dueKey };
const show = { startsAt: '2031-06-01T20:00:00Z' };
const silent = (because: string) => ({ kind: 'nothing', because });
const announced = { kind: 'announce' };

describe('a reminder that fired', () => {
  it.each([
    ['is announced when all is as it was', {}, {}, announced],
    [
      'is announced when its show moved earlier, late as it is',
      {},
      { startsAt: '2031-06-01T12:00:00Z' },
      announced,
    ],
    [
      'is announced when its show moved by less than a minute',
      {},
      { startsAt: '2031-06-01T20:00:59Z' },
      announced,
    ],
    [
      'is set again when its show moved later by so little that the new time is past as well',
      {},
      { startsAt: '2031-06-01T20:01:01Z' },
      { kind: 'set-again', dueKey: keyAt('2031-05-31T20:01:00Z') },
    ],
    [
      'says nothing of a cancelled purchase',
      { status: 'CANCELLED' },
      {},
      silent('PURCHASE_NOT_CONFIRMED'),
    ],
    [
      'says nothing when the purchase has another reminder by now',
      { reminder: '2031-05-31T08:00#7' },
      {},
      silent('MOVED'),
    ],
    [
      'says nothing when the purchase has no reminder any more',
      { reminder: undefined },
      {},
      silent('MOVED'),
    ],
    [
      'says nothing of a show that is cancelled, whose purchase still stands',
      {},
      { cancelledAt: '2031-05-31T20:04:00Z' },
      silent('SHOW_CANCELLED'),
    ],
    [
      'says nothing of a show that has begun',
      {},
      { startsAt: '2031-05-31T20:05:00Z' },
      silent('SHOW_BEGUN'),
    ],
  ])('%s', (_, purchased, shown, verdict) => {
    expect(
      judgeFiring(reminder, { ...purchase, ...purchased }, { ...show, ...shown }, now),
    ).toEqual(verdict);
  });

  it.each([
    [
      'the buyer asked for',
      { reminderLeadSeconds: 3_600 },
      { reminderLeadSeconds: 7_200 },
      '2031-06-02T19:00:00.000Z',
    ],
    ['the show has', {}, { reminderLeadSeconds: 7_200 }, '2031-06-02T18:00:00.000Z'],
    ['is usual', {}, {}, '2031-06-01T20:00:00.000Z'],
  ])('is set again by the lead that %s when its show moved later', (_, purchased, shown, dueAt) => {
    const moved = { startsAt: '2031-06-02T20:00:00Z', ...shown };
    expect(judgeFiring(reminder, { ...purchase, ...purchased }, moved, now)).toEqual({
      kind: 'set-again',
      dueKey: keyAt(dueAt),
    });
  });

  it('says nothing when the purchase or the show is gone', () => {
    expect(judgeFiring(reminder, undefined, show, now)).toEqual(silent('PURCHASE_NOT_CONFIRMED'));
    expect(judgeFiring(reminder, purchase, undefined, now)).toEqual(silent('SHOW_GONE'));
  });
});
