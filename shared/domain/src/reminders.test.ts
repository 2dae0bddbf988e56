import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  judgeFiring,
  parseReminderDueAt,
  purchaseReminderKey,
  reminderKey,
  toMinute,
} from './reminders.ts';

describe('reminder due', () => {
  const moment = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString());

  it('a reminder is due at the start of the minute in its key', () => {
    fc.assert(
      fc.property(moment, fc.string(), fc.string(), (dueAt, userId, recordKey) => {
        const read = parseReminderDueAt(reminderKey(dueAt, userId, recordKey));
        expect(toMinute(read)).toBe(toMinute(dueAt));
        expect(read).toMatch(/:00\.000Z$/);
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
  const announced = { kind: 'announce' };

  describe('a reminder that fired', () => {
    it.each([
      ['is announced if nothing has changed', {}, {}, announced],
      [
        'is announced late if its show moved earlier',
        {},
        { startsAt: '2031-06-01T12:00:00Z' },
        announced,
      ],
      [
        'is announced if its show moved by less than a minute',
        {},
        { startsAt: '2031-06-01T20:00:59Z' },
        announced,
      ],
      [
        'is set again if its show moved later, even if the new time has passed too',
        {},
        { startsAt: '2031-06-01T20:01:01Z' },
        { kind: 'set-again', dueKey: keyAt('2031-05-31T20:01:00Z') },
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
        'is dropped if the show has started',
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
