import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeFiring,
  parseReminderDueAt,
  purchaseReminderKey,
  reminderDueAt,
  reminderKey,
  wantedReminderKey,
} from './reminders.ts';

describe('reminder due', () => {
  const moment = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('a reminder fires at a full minute, never before its due time and less than a minute after', () => {
    fc.assert(
      fc.property(moment, fc.string(), fc.string(), (dueAt, userId, recordKey) => {
        const firesAt = parseReminderDueAt(reminderKey(dueAt, userId, recordKey));
        expect(firesAt).toMatch(/:00\.000Z$/);
        const late = Date.parse(firesAt) - Date.parse(dueAt);
        expect(late).toBeGreaterThanOrEqual(0);
        expect(late).toBeLessThan(60_000);
      }),
    );
  });
});

describe('purchase reminder', () => {
  const purchase = { userId: 'alice', recordKey: 'P#AZaz09-_AZaz09-_' };
  const startsAt = '2031-06-01T20:00:00Z';

  it.each([
    [
      'its buyer requested',
      { reminderLeadSeconds: 7_200 },
      { reminderLeadSeconds: 60 },
      '06-01T19:59',
    ],
    [
      'its buyer requested (none)',
      { reminderLeadSeconds: 7_200 },
      { reminderLeadSeconds: 0 },
      '06-01T20:00',
    ],
    ['its show has', { reminderLeadSeconds: 7_200 }, {}, '06-01T18:00'],
    ['is usual', {}, {}, '05-31T20:00'],
  ])('a reminder is set before the start by the lead that %s', (_, shown, asked, minute) => {
    const reminder = purchaseReminderKey({ startsAt, ...shown }, { ...purchase, ...asked });
    expect(reminder).toMatch(new RegExp(`^2031-${minute}#\\d+$`));
  });

  const minute = 60;
  const second = 1;
  it.each([
    ['before its due time', -second, 24 * 60 * minute, true],
    ['exactly at its due time', 0, 24 * 60 * minute, true],
    ['after its due time', second, 24 * 60 * minute, false],
    ['before its due time, with a lead of a minute', -second, minute, true],
    ['before its due time, with a lead of less than a minute', -second, 59, false],
    ['before its due time, with no lead', -second, 0, false],
  ])('a purchase made %s gets a reminder or none', (_, madeAfterDue, reminderLeadSeconds, gets) => {
    const asked = { ...purchase, reminderLeadSeconds };
    const due = Date.parse(reminderDueAt({ startsAt }, asked));
    const decidedAt = new Date(due + madeAfterDue * 1_000).toISOString();
    const expected = gets ? purchaseReminderKey({ startsAt }, asked) : undefined;
    expect(wantedReminderKey({ startsAt }, asked, decidedAt)).toBe(expected);
  });

  it('a purchase made after its due time gets no reminder although the minute of the key is ahead', () => {
    const show = { startsAt: '2031-06-01T20:00:10Z' };
    expect(wantedReminderKey(show, purchase, '2031-05-31T20:00:11Z')).toBeUndefined();
    expect(wantedReminderKey(show, purchase, '2031-05-31T20:00:10Z')).toMatch(/^2031-05-31T20:01#/);
  });

  it('a reminder that is moved keeps its lane', () => {
    const lanes = [0, 60, 3_600].map((reminderLeadSeconds) =>
      purchaseReminderKey({ startsAt }, { ...purchase, reminderLeadSeconds })
        .split('#')
        .at(1),
    );
    expect(new Set(lanes).size).toBe(1);
  });
});

describe('judge firing', () => {
  const now = new Date('2031-05-31T20:05:00Z');
  const buyer = { userId: 'alice', recordKey: 'P#AZaz09-_AZaz09-_' };
  const keyAt = (dueAt: string) => reminderKey(dueAt, buyer.userId, buyer.recordKey);
  const reminder = { ...buyer, dueKey: keyAt('2031-05-31T20:00:00Z') };
  const purchase = { status: 'CONFIRMED', reminder: reminder.dueKey };
  const show = { startsAt: '2031-06-01T20:00:00Z' };
  const silent = (because: string) => ({ kind: 'nothing', because });
  const suppressed = { kind: 'suppress', because: 'SHOW_BEGUN' };
  const announced = (dueAt = '2031-05-31T20:00:00.000Z') => ({ kind: 'announce', dueAt });

  describe('a reminder that fired', () => {
    it.each([
      ['is announced if nothing has changed', {}, {}, announced()],
      [
        'is announced late if its show moved earlier',
        {},
        { startsAt: '2031-06-01T12:00:00Z' },
        announced('2031-05-31T12:00:00.000Z'),
      ],
      [
        'is announced if it fired before its due time, which has passed now',
        {},
        { startsAt: '2031-06-01T20:05:00Z' },
        announced('2031-05-31T20:05:00.000Z'),
      ],
      [
        'is set again if its show moved later, to a due time that was ahead, even if it has passed now',
        {},
        { startsAt: '2031-06-01T20:04:00Z', startMovedAt: '2031-05-31T20:03:59Z' },
        { kind: 'set-again', dueKey: keyAt('2031-05-31T20:04:00Z') },
      ],
      [
        'is announced if its show moved later, to a due time that had passed then',
        {},
        { startsAt: '2031-06-01T20:04:00Z', startMovedAt: '2031-05-31T20:04:00Z' },
        announced('2031-05-31T20:04:00.000Z'),
      ],
      [
        'is set again if it fired before its due time',
        {},
        { startsAt: '2031-06-01T20:05:01Z' },
        { kind: 'set-again', dueKey: keyAt('2031-05-31T20:06:00Z') },
      ],
      [
        'is dropped if its purchase is cancelled',
        { status: 'CANCELLED' },
        {},
        silent('PURCHASE_NOT_CONFIRMED'),
      ],
      [
        'is dropped if the purchase has a newer reminder',
        { reminder: '2031-05-31T08:00#7' },
        {},
        silent('MOVED'),
      ],
      [
        'is dropped if the purchase has no reminder any more',
        { reminder: undefined },
        {},
        silent('MOVED'),
      ],
      [
        'is dropped if the show is cancelled but its purchase is not yet',
        {},
        { cancelledAt: '2031-05-31T20:04:00Z' },
        silent('SHOW_CANCELLED'),
      ],
      [
        'is suppressed if the show has started',
        {},
        { startsAt: '2031-05-31T20:05:00Z' },
        suppressed,
      ],
    ])('%s', (_, purchased, shown, verdict) => {
      expect(
        judgeFiring(reminder, { ...purchase, ...purchased }, { ...show, ...shown }, now),
      ).toEqual(verdict);
    });

    it.each([
      [
        'the buyer requested',
        { reminderLeadSeconds: 3_600 },
        { reminderLeadSeconds: 7_200 },
        '2031-06-02T19:00:00.000Z',
      ],
      ['the show has', {}, { reminderLeadSeconds: 7_200 }, '2031-06-02T18:00:00.000Z'],
      ['is usual', {}, {}, '2031-06-01T20:00:00.000Z'],
    ])('is set again by the lead that %s if its show moved later', (_, purchased, shown, dueAt) => {
      const moved = { startsAt: '2031-06-02T20:00:00Z', ...shown };
      expect(judgeFiring(reminder, { ...purchase, ...purchased }, moved, now)).toEqual({
        kind: 'set-again',
        dueKey: keyAt(dueAt),
      });
    });

    it('is dropped if the purchase or the show does not exist', () => {
      expect(judgeFiring(reminder, undefined, show, now)).toEqual(silent('PURCHASE_NOT_CONFIRMED'));
      expect(judgeFiring(reminder, purchase, undefined, now)).toEqual(silent('SHOW_GONE'));
    });
  });
});
