import { toMinute } from '@willcall/domain';
import { fireReminder, purchaseRef, readSweepPosition, saveSweepPosition } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  type AnnouncedSale,
  type Bought,
  type ItemKey,
  openAnnouncedSale,
} from '../support/announce/announced-sale.ts';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { localDynamo } from '../support/capacity/scratch-table.ts';

const STARTS = '2031-06-01T20:00:00Z';
/** One day before the start, the default lead. */
const DUE = '2031-05-31T20:00:00.000Z';
const DAY_MS = 24 * 60 * 60_000;

/** A clock that shows the due time plus some seconds. */
const at = (seconds: number, from = DUE) => {
  const now = new Date(Date.parse(from) + seconds * 1_000);
  return { clock: () => now };
};

/**
 * A sale with a saved sweep position. The very first sweep reads two hours back, minute by minute.
 */
async function openReminderSale(overrides = {}): Promise<AnnouncedSale> {
  const sale = await openAnnouncedSale({ startsAt: STARTS, ...overrides });
  await saveSweepPosition(sale.reminders, '2031-05-31T19:58');
  return sale;
}

const makeReminderKey = ({ record, key }: Bought): ItemKey => ({
  dueKey: record.dynamodb?.NewImage?.reminder?.S ?? '',
  purchaseRef: purchaseRef(key.userId ?? '', key.recordKey ?? ''),
});

/** Sells a ticket well before the show and sets its reminder. */
async function sellWithReminder(
  sale: AnnouncedSale,
  overrides = {},
): Promise<Bought & { reminder: ItemKey }> {
  const bought = await sale.buy(overrides);
  expect(await sale.stream(at(-3 * DAY_MS))([bought.record])).toEqual([]);
  return { ...bought, reminder: makeReminderKey(bought) };
}

/** The stream record of what a sweep changes in a reminder. */
const makeSweptRecord = (sale: AnnouncedSale, reminder: ItemKey, seconds: number, from?: string) =>
  sale.changeBy('REMINDERS_TABLE', reminder, sale.sweep(at(seconds, from)));

const listReminders = (sale: AnnouncedSale) =>
  sale.bus.published().filter(({ type }) => type === 'ReminderDue');

function requireRecord(record: DynamoDBRecord | undefined): DynamoDBRecord {
  if (record === undefined) throw new Error('expected a change');
  return record;
}

describe('a reminder', () => {
  it('is set with the purchase, fired by the sweep when due, and announced once', async () => {
    const sale = await openReminderSale();
    const { message, reminder } = await sellWithReminder(sale, { quantity: 3 });

    expect(await makeSweptRecord(sale, reminder, -1)).toBeUndefined();
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 20));
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
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 20));
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
    const next = { ...reminder, dueKey: reminder.dueKey?.replace('T20', 'T21') ?? '' };
    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = requireRecord(await makeSweptRecord(sale, next, 5, newDue));
    expect(await sale.stream(at(6, newDue))([firedAgain, fired])).toEqual([]);
    expect(listReminders(sale).slice(2)).toMatchObject([{ detail: { dueAt: newDue } }]);
  });

  it('that is due between two minutes is sent after its due time, and late from there', async () => {
    const sale = await openReminderSale({ startsAt: '2031-06-01T20:00:34Z' });
    const { reminder } = await sellWithReminder(sale);
    expect(await makeSweptRecord(sale, reminder, 59)).toBeUndefined();
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 72));
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
    expect(await stream([requireRecord(set)])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { dueAt: DUE, lateBySeconds: 3_600 } }]);
    expect(await makeSweptRecord(sale, reminder, 3_660)).toBeUndefined();
  });

  it('does not change when a repeated record sets it again, whether it has fired or not', async () => {
    const sale = await openReminderSale();
    const { record, reminder } = await sellWithReminder(sale);
    const again = (seconds: number) =>
      sale.changeBy('REMINDERS_TABLE', reminder, () => sale.stream(at(seconds))([record]));
    expect(await again(-3_600)).toBeUndefined();
    requireRecord(await makeSweptRecord(sale, reminder, 20));
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
    expect(requireRecord(marked).dynamodb?.NewImage).toHaveProperty('cancelledAt');
    expect(await sale.stream(at(-60))([requireRecord(marked)])).toEqual([]);
    expect(await makeSweptRecord(sale, reminder, 20)).toBeUndefined();
    expect(listReminders(sale)).toEqual([]);
  });

  it('that fires before its cancellation is processed is not announced', async () => {
    const sale = await openReminderSale();
    const { key, reminder } = await sellWithReminder(sale);
    await sale.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 20));
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });

  it('moves when its lead changes, moves back, and is announced once', async () => {
    const sale = await openReminderSale();
    const bought = await sellWithReminder(sale);
    const [minute = '', lane = ''] = (bought.reminder.dueKey ?? '').split('#');
    const earlier = { ...bought.reminder, dueKey: `${minute.replace('T20', 'T19')}#${lane}` };
    const movedTo = (reminder: ItemKey, reminderLeadSeconds: number) =>
      sale.change('PURCHASES_TABLE', bought.key, {
        reminder: reminder.dueKey,
        reminderLeadSeconds,
      });

    const moves = [await movedTo(earlier, 90_000), await movedTo(bought.reminder, 86_400)];
    expect(await sale.stream(at(-DAY_MS / 1_000))(moves)).toEqual([]);
    expect(await makeSweptRecord(sale, earlier, -3_580)).toBeUndefined();
    const fired = requireRecord(await makeSweptRecord(sale, bought.reminder, 20));
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { dueAt: DUE } }]);
  });

  it('that a repeated record restores after its lead changed is not announced', async () => {
    const sale = await openReminderSale();
    const bought = await sellWithReminder(sale);
    const elsewhere = `2031-05-30T20:00#${bought.reminder.dueKey?.split('#')[1]}`;
    const change = { reminder: elsewhere, reminderLeadSeconds: 172_800 };
    const moved = await sale.change('PURCHASES_TABLE', bought.key, change);
    expect(await sale.stream(at(-DAY_MS / 500))([moved, bought.record])).toEqual([]);
    const fired = requireRecord(await makeSweptRecord(sale, bought.reminder, 20));
    expect(await sale.stream(at(21))([fired])).toEqual([]);
    expect(listReminders(sale)).toEqual([]);
  });

  it('is set again when its show has moved to a later start, and is announced then', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    const later = '2031-06-01T21:00:00.000Z';
    await sale.change('SHOWS_TABLE', { showId: sale.sale.show.showId }, { startsAt: later });
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 20));
    const next = { ...reminder, dueKey: reminder.dueKey?.replace('T20', 'T21') ?? '' };
    const set = await sale.changeBy('REMINDERS_TABLE', next, () => sale.stream(at(21))([fired]));
    expect(requireRecord(set).eventName).toBe('INSERT');
    expect(listReminders(sale)).toEqual([]);

    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = requireRecord(await makeSweptRecord(sale, next, 5, newDue));
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
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 20));
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

describe('a sweep', () => {
  it('that runs twice at the same time fires each reminder once', async () => {
    const sale = await openReminderSale({ capacity: 100 });
    const bought = await Promise.all(Array.from({ length: 12 }, () => sale.buy()));
    expect(await sale.stream(at(-60))(bought.map(({ record }) => record))).toEqual([]);
    const sweeps = await Promise.all([sale.sweep(at(20))(), sale.sweep(at(20))()]);
    expect(sweeps.reduce((sum, { fired }) => sum + fired, 0)).toBe(12);
  });

  it('does not fire a reminder that another sweep has fired since it was read', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    const name = { dueKey: reminder.dueKey ?? '', purchaseRef: reminder.purchaseRef ?? '' };
    expect(await fireReminder(sale.reminders, name, DUE)).toBe(true);
    expect(await fireReminder(sale.reminders, name, DUE)).toBe(false);
    expect(await fireReminder(sale.reminders, { ...name, purchaseRef: 'gone' }, DUE)).toBe(false);
  });

  it('fires after an outage what became due during it', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    await sale.sweep(at(-60))();
    const fired = requireRecord(await makeSweptRecord(sale, reminder, 3 * 3_600));
    expect(await sale.stream(at(3 * 3_600))([fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { lateBySeconds: 3 * 3_600 } }]);
  });

  it('that runs out of time saves its position, and the next one continues there', async () => {
    const sale = await openReminderSale();
    await sellWithReminder(sale);
    await sale.sweep(at(-60))();
    let asked = 0;
    const someMinutes = () => {
      asked += 1;
      return asked <= 9 ? 60_000 : 0;
    };
    // The last sweep reached 19:59, so this one starts at 19:54. middy also reads the time once.
    const first = await sale.sweep(at(3_600), someMinutes)();
    expect(first).toMatchObject({ fired: 1, isDone: false });
    const position = toMinute(Date.parse('2031-05-31T19:53:00Z') + first.minutes * 60_000);
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: position });
    const second = await sale.sweep(at(3_600))();
    expect(second).toEqual({ minutes: 73 - first.minutes, fired: 0, isDone: true });
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: '2031-05-31T21:00' });
  });

  it('does not move the position back', async () => {
    const sale = await openReminderSale();
    await sale.sweep(at(600))();
    await sale.sweep(at(0))();
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: '2031-05-31T20:10' });
  });
});

describe('the cost of one reminder', () => {
  it('is 1 write unit to set and 1 to fire, even with the longest names', async () => {
    const sale = await openReminderSale({ showId: 'S'.repeat(64) });
    const meter = createCapacityMeter(localDynamo());
    const stream = sale.stream({ ...at(-60), dynamodbPlugins: [meter.plugin] });
    for (const letter of ['#', '~']) {
      const { record } = await sale.buy({
        userId: letter.repeat(255),
        correlationId: 'c'.repeat(64),
      });
      const set = await meter.during(() => stream([record]));
      expect(set).toMatchObject({ writeUnits: 1, calls: { PutItemCommand: 1 } });
    }
    await sale.sweep(at(-60))();
    const sweep = sale.sweep({ ...at(20), dynamodbPlugins: [meter.plugin] });
    // One for each reminder and one for the position.
    const fire = await meter.during(sweep);
    expect(fire).toMatchObject({ writeUnits: 3, calls: { UpdateItemCommand: 3 } });
  });
});
