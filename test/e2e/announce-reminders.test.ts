import { known } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import type { AnnouncedSale, ItemKey } from '../support/announce/announced-sale.ts';
import {
  at,
  DAY_MS,
  DUE,
  listReminders,
  makeReminderKey,
  makeSweptRecord,
  openReminderSale,
  STARTS,
  sellWithReminder,
} from '../support/announce/reminder-sale.ts';

describe('a reminder', () => {
  it('is set with the purchase, fired by the sweep when due, and announced once', async () => {
    const sale = await openReminderSale();
    const { message, reminder } = await sellWithReminder(sale, { quantity: 3 });

    expect(await makeSweptRecord(sale, reminder, -1)).toBeUndefined();
    const fired = known(await makeSweptRecord(sale, reminder, 20), 'change');
    expect(await makeSweptRecord(sale, reminder, 80)).toBeUndefined();
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([
      {
        type: 'ReminderDue',
        detail: {
          eventId: expect.any(String),
          version: 1,
          occurredAt: '2031-05-31T20:00:20.000Z',
          correlationId: message.correlationId,
          purchaseId: message.purchaseId,
          userId: message.userId,
          showId: sale.sale.show.showId,
          showName: 'Hamlet',
          venue: 'Globe',
          startsAt: STARTS,
          tickets: 3,
          dueAt: DUE,
          lateBySeconds: 21,
        },
      },
    ]);
  });

  it('that was sent is not sent for another time when its record arrives again after a move', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    const fired = known(await makeSweptRecord(sale, reminder, 20), 'change');
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    const moveTo = (minutes: number, seconds: number) =>
      sale.change(
        'SHOWS_TABLE',
        { showId: sale.sale.show.showId },
        {
          startsAt: new Date(Date.parse(STARTS) + minutes * 60_000).toISOString(),
          startMovedAt: at(seconds).clock().toISOString(),
        },
      );
    // The new due time has passed: the redelivery repeats the event, with its id.
    await moveTo(5, 600);
    expect(await sale.stream(at(601))([fired])).toEqual([]);
    const [first, second, ...others] = listReminders(sale);
    expect(others).toEqual([]);
    expect(second?.detail.eventId).toBe(first?.detail.eventId);

    // The new due time is ahead: the redelivery sets the reminder that the show job would set.
    await moveTo(60, 700);
    for (const seconds of [701, 702]) {
      expect(await sale.stream(at(seconds))([fired])).toEqual([]);
    }
    expect(listReminders(sale)).toHaveLength(2);
    const next = { ...reminder, dueKey: reminder.dueKey.replace('T20', 'T21') };
    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = known(await makeSweptRecord(sale, next, 5, newDue), 'change');
    expect(await sale.stream(at(6, newDue))([firedAgain, fired])).toEqual([]);
    expect(listReminders(sale).slice(2)).toMatchObject([{ detail: { dueAt: newDue } }]);
  });

  it('that is due between two minutes is sent after its due time, and late from there', async () => {
    const sale = await openReminderSale({ startsAt: '2031-06-01T20:00:34Z' });
    const { reminder } = await sellWithReminder(sale);
    expect(await makeSweptRecord(sale, reminder, 59)).toBeUndefined();
    const fired = known(await makeSweptRecord(sale, reminder, 72), 'change');
    expect(await sale.stream(at(72))([fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([
      { detail: { dueAt: '2031-05-31T20:00:34.000Z', lateBySeconds: 38 } },
    ]);
  });

  it('that is due before it is set is announced at once and not fired by a sweep', async () => {
    const sale = await openReminderSale();
    const bought = await sale.buy();
    const reminder = makeReminderKey(bought);
    const stream = sale.stream(at(3_600));
    const set = await sale.changeBy('REMINDERS_TABLE', reminder, () => stream([bought.record]));
    expect(await stream([known(set, 'change')])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { dueAt: DUE, lateBySeconds: 3_600 } }]);
    expect(await makeSweptRecord(sale, reminder, 3_660)).toBeUndefined();
  });

  it('does not change when a repeated record sets it again, whether it has fired or not', async () => {
    const sale = await openReminderSale();
    const { record, reminder } = await sellWithReminder(sale);
    const again = (seconds: number) =>
      sale.changeBy('REMINDERS_TABLE', reminder, () => sale.stream(at(seconds))([record]));
    expect(await again(-3_600)).toBeUndefined();
    known(await makeSweptRecord(sale, reminder, 20), 'change');
    expect(await again(60)).toBeUndefined();
    expect(await again(600)).toBeUndefined();
  });

  it('of a cancelled purchase does not fire', async () => {
    const sale = await openReminderSale();
    const { key, reminder } = await sellWithReminder(sale);
    const cancelled = await sale.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const marked = await sale.changeBy('REMINDERS_TABLE', reminder, () =>
      sale.stream(at(-60))([cancelled]),
    );
    expect(known(marked, 'change').dynamodb?.NewImage).toHaveProperty('cancelledAt');
    expect(await sale.stream(at(-60))([known(marked, 'change')])).toEqual([]);
    expect(await makeSweptRecord(sale, reminder, 20)).toBeUndefined();
    expect(listReminders(sale)).toEqual([]);
  });

  it('that fires before its cancellation is processed is not announced', async () => {
    const sale = await openReminderSale();
    const { key, reminder } = await sellWithReminder(sale);
    await sale.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const fired = known(await makeSweptRecord(sale, reminder, 20), 'change');
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });

  it('moves when its lead changes, moves back, and is announced once', async () => {
    const sale = await openReminderSale();
    const bought = await sellWithReminder(sale);
    const [minute = '', lane = ''] = bought.reminder.dueKey.split('#');
    const earlier = { ...bought.reminder, dueKey: `${minute.replace('T20', 'T19')}#${lane}` };
    const movedTo = (reminder: ItemKey, reminderLeadSeconds: number) =>
      sale.change('PURCHASES_TABLE', bought.key, {
        reminder: reminder.dueKey,
        reminderLeadSeconds,
      });

    const moves = [await movedTo(earlier, 90_000), await movedTo(bought.reminder, 86_400)];
    expect(await sale.stream(at(-DAY_MS / 1_000))(moves)).toEqual([]);
    expect(await makeSweptRecord(sale, earlier, -3_580)).toBeUndefined();
    const fired = known(await makeSweptRecord(sale, bought.reminder, 20), 'change');
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { dueAt: DUE } }]);
  });

  it('that a repeated record restores after its lead changed is not announced', async () => {
    const sale = await openReminderSale();
    const bought = await sellWithReminder(sale);
    const elsewhere = `2031-05-30T20:00#${bought.reminder.dueKey.split('#')[1]}`;
    const change = { reminder: elsewhere, reminderLeadSeconds: 172_800 };
    const moved = await sale.change('PURCHASES_TABLE', bought.key, change);
    expect(await sale.stream(at(-DAY_MS / 500))([moved, bought.record])).toEqual([]);
    const fired = known(await makeSweptRecord(sale, bought.reminder, 20), 'change');
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });

  it('is set again when its show has moved to a later start, and is announced then', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    const later = '2031-06-01T21:00:00.000Z';
    await sale.change('SHOWS_TABLE', { showId: sale.sale.show.showId }, { startsAt: later });
    const fired = known(await makeSweptRecord(sale, reminder, 20), 'change');
    const next = { ...reminder, dueKey: reminder.dueKey.replace('T20', 'T21') };
    const set = await sale.changeBy('REMINDERS_TABLE', next, () => sale.stream(at(21))([fired]));
    expect(known(set, 'change').eventName).toBe('INSERT');
    expect(listReminders(sale)).toEqual([]);

    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = known(await makeSweptRecord(sale, next, 5, newDue), 'change');
    // The old record arrives again after the new time. The new reminder has fired already.
    expect(await sale.stream(at(6, newDue))([firedAgain, fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([
      { detail: { dueAt: newDue, startsAt: later, lateBySeconds: 6 } },
    ]);
  });

  it.each([
    [
      'has begun',
      (sale: AnnouncedSale) =>
        sale.change(
          'SHOWS_TABLE',
          { showId: sale.sale.show.showId },
          { startsAt: '2031-05-31T20:00:10.000Z' },
        ),
    ],
    [
      'is gone',
      (sale: AnnouncedSale) => sale.remove('SHOWS_TABLE', { showId: sale.sale.show.showId }),
    ],
  ])('of a show that %s is not announced', async (_, happen) => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    await happen(sale);
    const fired = known(await makeSweptRecord(sale, reminder, 20), 'change');
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });

  it.each([
    ['that never fired is announced, late', {}, 1],
    ['that fired is not announced again', { firedAt: DUE }, 0],
    ['that was cancelled is not announced', { cancelledAt: DUE }, 0],
  ])('deleted by the TTL %s', async (_, mark, count) => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    if (Object.keys(mark).length > 0) await sale.change('REMINDERS_TABLE', reminder, mark);
    const removed = await sale.remove('REMINDERS_TABLE', reminder);
    expect(removed.eventName).toBe('REMOVE');
    expect(await sale.stream(at(7_200))([removed])).toEqual([]);
    expect(listReminders(sale).map(({ detail }) => detail.lateBySeconds)).toEqual(
      count === 1 ? [7_200] : [],
    );
  });

  it('deleted by hand before it is due is not announced', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    const removed = await sale.remove('REMINDERS_TABLE', reminder);
    expect(await sale.stream(at(-7_200))([removed])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });
});
