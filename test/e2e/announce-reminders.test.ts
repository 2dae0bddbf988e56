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
/** A day before the start, as nobody asked for another lead. */
const DUE = '2031-05-31T20:00:00.000Z';
const DAY_MS = 24 * 60 * 60_000;

/** A clock at some seconds from the due time. */
const at = (seconds: number, from = DUE) => {
  const now = new Date(Date.parse(from) + seconds * 1_000);
  return { clock: () => now };
};

/** A show of which the sweeps run: the first sweep ever would look two hours back, minute by minute. */
async function openReminderSale(overrides = {}): Promise<AnnouncedSale> {
  const announced = await openAnnouncedSale({ startsAt: STARTS, ...overrides });
  await saveSweepPosition(announced.reminders, '2031-05-31T19:58');
  return announced;
}

const reminderKeyOf = ({ record, key }: Bought): ItemKey => ({
  dueKey: record.dynamodb?.NewImage?.reminder?.S ?? '',
  purchaseRef: purchaseRef(key.userId ?? '', key.recordKey ?? ''),
});

/** Sells a ticket long before, and lets its reminder be set. */
async function sold(
  announced: AnnouncedSale,
  overrides = {},
): Promise<Bought & { reminder: ItemKey }> {
  const bought = await announced.buy(overrides);
  expect(await announced.stream(at(-3 * DAY_MS))([bought.record])).toEqual([]);
  return { ...bought, reminder: reminderKeyOf(bought) };
}

/** The stream's record of what a sweep does to a reminder. */
const swept = (announced: AnnouncedSale, reminder: ItemKey, seconds: number, from?: string) =>
  announced.changeBy('REMINDERS_TABLE', reminder, announced.sweep(at(seconds, from)));

const remindersOf = (announced: AnnouncedSale) =>
  announced.bus.published().filter(({ type }) => type === 'ReminderDue');

function must(record: DynamoDBRecord | undefined): DynamoDBRecord {
  if (record === undefined) throw new Error('nothing was changed');
  return record;
}

describe('a reminder', () => {
  it('is set with the purchase, fired by the sweep when it is due, and announced once', async () => {
    const announced = await openReminderSale();
    const { message, reminder } = await sold(announced, { quantity: 3 });

    expect(await swept(announced, reminder, -1)).toBeUndefined();
    const fired = must(await swept(announced, reminder, 20));
    expect(await swept(announced, reminder, 80)).toBeUndefined();
    expect(await announced.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(announced)).toEqual([
      {
        type: 'ReminderDue',
        detail: {
          eventId: expect.any(String),
          version: 1,
          occurredAt: '2031-05-31T20:00:20.000Z',
          correlationId: message.correlationId,
          purchaseId: message.purchaseId,
          userId: message.userId,
          showId: announced.sale.show.showId,
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

  it('that was due before it was set is announced at once, and no sweep fires it again', async () => {
    const announced = await openReminderSale();
    const bought = await announced.buy();
    const reminder = reminderKeyOf(bought);
    const stream = announced.stream(at(3_600));
    const set = await announced.changeBy('REMINDERS_TABLE', reminder, () =>
      stream([bought.record]),
    );
    expect(await stream([must(set)])).toEqual([]);
    expect(remindersOf(announced)).toMatchObject([
      { detail: { dueAt: DUE, lateBySeconds: 3_600 } },
    ]);
    expect(await swept(announced, reminder, 3_660)).toBeUndefined();
  });

  it('that is set again by a repeated record stays as it is, fired or not', async () => {
    const announced = await openReminderSale();
    const { record, reminder } = await sold(announced);
    const again = (seconds: number) =>
      announced.changeBy('REMINDERS_TABLE', reminder, () =>
        announced.stream(at(seconds))([record]),
      );
    expect(await again(-3_600)).toBeUndefined();
    must(await swept(announced, reminder, 20));
    expect(await again(60)).toBeUndefined();
    expect(await again(600)).toBeUndefined();
  });

  it('of a cancelled purchase never fires', async () => {
    const announced = await openReminderSale();
    const { key, reminder } = await sold(announced);
    const cancelled = await announced.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const marked = await announced.changeBy('REMINDERS_TABLE', reminder, () =>
      announced.stream(at(-60))([cancelled]),
    );
    expect(must(marked).dynamodb?.NewImage).toHaveProperty('cancelledAt');
    expect(await announced.stream(at(-60))([must(marked)])).toEqual([]);
    expect(await swept(announced, reminder, 20)).toBeUndefined();
    expect(remindersOf(announced)).toEqual([]);
  });

  it('that fires before its cancellation is known is not announced', async () => {
    const announced = await openReminderSale();
    const { key, reminder } = await sold(announced);
    await announced.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const fired = must(await swept(announced, reminder, 20));
    expect(await announced.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(announced)).toEqual([]);
  });

  it('is moved when its lead changes, and back, and is announced once', async () => {
    const announced = await openReminderSale();
    const bought = await sold(announced);
    const [minute = '', lane = ''] = (bought.reminder.dueKey ?? '').split('#');
    const earlier = { ...bought.reminder, dueKey: `${minute.replace('T20', 'T19')}#${lane}` };
    const movedTo = (reminder: ItemKey, reminderLeadSeconds: number) =>
      announced.change('PURCHASES_TABLE', bought.key, {
        reminder: reminder.dueKey,
        reminderLeadSeconds,
      });

    const moves = [await movedTo(earlier, 90_000), await movedTo(bought.reminder, 86_400)];
    expect(await announced.stream(at(-DAY_MS / 1_000))(moves)).toEqual([]);
    expect(await swept(announced, earlier, -3_580)).toBeUndefined();
    const fired = must(await swept(announced, bought.reminder, 20));
    expect(await announced.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(announced)).toMatchObject([{ detail: { dueAt: DUE } }]);
  });

  it('that a repeated record brought back after its lead changed is not announced', async () => {
    const announced = await openReminderSale();
    const bought = await sold(announced);
    const elsewhere = `2031-05-30T20:00#${bought.reminder.dueKey?.split('#')[1]}`;
    const change = { reminder: elsewhere, reminderLeadSeconds: 172_800 };
    const moved = await announced.change('PURCHASES_TABLE', bought.key, change);
    expect(await announced.stream(at(-DAY_MS / 500))([moved, bought.record])).toEqual([]);
    const fired = must(await swept(announced, bought.reminder, 20));
    expect(await announced.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(announced)).toEqual([]);
  });

  it('whose show has moved later is set again, and announced then', async () => {
    const announced = await openReminderSale();
    const { reminder } = await sold(announced);
    const later = '2031-06-01T21:00:00.000Z';
    await announced.change(
      'SHOWS_TABLE',
      { showId: announced.sale.show.showId },
      { startsAt: later },
    );
    const fired = must(await swept(announced, reminder, 20));
    const next = { ...reminder, dueKey: reminder.dueKey?.replace('T20', 'T21') ?? '' };
    const set = await announced.changeBy('REMINDERS_TABLE', next, () =>
      announced.stream(at(21))([fired]),
    );
    expect(must(set).eventName).toBe('INSERT');
    expect(remindersOf(announced)).toEqual([]);

    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = must(await swept(announced, next, 5, newDue));
    // The old record, delivered again when the new time is past: the new one fired already.
    expect(await announced.stream(at(6, newDue))([firedAgain, fired])).toEqual([]);
    expect(remindersOf(announced)).toMatchObject([
      { detail: { dueAt: newDue, startsAt: later, lateBySeconds: 6 } },
    ]);
  });

  it.each([
    [
      'has begun',
      (announced: AnnouncedSale) =>
        announced.change(
          'SHOWS_TABLE',
          { showId: announced.sale.show.showId },
          { startsAt: '2031-05-31T20:00:10.000Z' },
        ),
    ],
    [
      'is gone',
      (announced: AnnouncedSale) =>
        announced.remove('SHOWS_TABLE', { showId: announced.sale.show.showId }),
    ],
  ])('of a show that %s is not announced', async (_, happen) => {
    const announced = await openReminderSale();
    const { reminder } = await sold(announced);
    await happen(announced);
    const fired = must(await swept(announced, reminder, 20));
    expect(await announced.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(announced)).toEqual([]);
  });

  it.each([
    ['that was never fired is announced, late', {}, 1],
    ['that had fired is not announced again', { firedAt: DUE }, 0],
    ['that was cancelled is not announced', { cancelledAt: DUE }, 0],
  ])('removed by the TTL %s', async (_, mark, count) => {
    const announced = await openReminderSale();
    const { reminder } = await sold(announced);
    if (Object.keys(mark).length > 0) await announced.change('REMINDERS_TABLE', reminder, mark);
    const removed = await announced.remove('REMINDERS_TABLE', reminder);
    expect(removed.eventName).toBe('REMOVE');
    expect(await announced.stream(at(7_200))([removed])).toEqual([]);
    expect(remindersOf(announced).map(({ detail }) => detail.lateBySeconds)).toEqual(
      count === 1 ? [7_200] : [],
    );
  });
});

describe('a sweep', () => {
  it('of two at once fires each reminder once', async () => {
    const announced = await openReminderSale({ capacity: 100 });
    const bought = await Promise.all(Array.from({ length: 12 }, () => announced.buy()));
    expect(await announced.stream(at(-60))(bought.map(({ record }) => record))).toEqual([]);
    const sweeps = await Promise.all([announced.sweep(at(20))(), announced.sweep(at(20))()]);
    expect(sweeps.reduce((sum, { fired }) => sum + fired, 0)).toBe(12);
  });

  it('that has seen a reminder waiting, which another has fired meanwhile, fires it no more', async () => {
    const announced = await openReminderSale();
    const { reminder } = await sold(announced);
    const name = { dueKey: reminder.dueKey ?? '', purchaseRef: reminder.purchaseRef ?? '' };
    expect(await fireReminder(announced.reminders, name, DUE)).toBe(true);
    expect(await fireReminder(announced.reminders, name, DUE)).toBe(false);
    expect(await fireReminder(announced.reminders, { ...name, purchaseRef: 'gone' }, DUE)).toBe(
      false,
    );
  });

  it('after an outage fires what was due meanwhile', async () => {
    const announced = await openReminderSale();
    const { reminder } = await sold(announced);
    await announced.sweep(at(-60))();
    const fired = must(await swept(announced, reminder, 3 * 3_600));
    expect(await announced.stream(at(3 * 3_600))([fired])).toEqual([]);
    expect(remindersOf(announced)).toMatchObject([{ detail: { lateBySeconds: 3 * 3_600 } }]);
  });

  it('that runs out of time saves how far it came, and the next one goes on', async () => {
    const announced = await openReminderSale();
    await sold(announced);
    await announced.sweep(at(-60))();
    let asked = 0;
    const someMinutes = () => {
      asked += 1;
      return asked <= 9 ? 60_000 : 0;
    };
    // The last sweep came to 19:59, so this one begins at 19:54; middy asks for the time once, too.
    const first = await announced.sweep(at(3_600), someMinutes)();
    expect(first).toMatchObject({ fired: 1, isDone: false });
    const position = toMinute(Date.parse('2031-05-31T19:53:00Z') + first.minutes * 60_000);
    expect(await readSweepPosition(announced.reminders)).toBe(position);
    const second = await announced.sweep(at(3_600))();
    expect(second).toEqual({ minutes: 73 - first.minutes, fired: 0, isDone: true });
    expect(await readSweepPosition(announced.reminders)).toBe('2031-05-31T21:00');
  });

  it('never sets the position back', async () => {
    const announced = await openReminderSale();
    await announced.sweep(at(600))();
    await announced.sweep(at(0))();
    expect(await readSweepPosition(announced.reminders)).toBe('2031-05-31T20:10');
  });
});

describe('one reminder costs', () => {
  it('1 write unit to set and 1 to fire, with the longest of names too', async () => {
    const announced = await openReminderSale({ showId: 'S'.repeat(64) });
    const meter = createCapacityMeter(localDynamo());
    const stream = announced.stream({ ...at(-60), dynamodbPlugins: [meter.plugin] });
    for (const letter of ['#', '~']) {
      const { record } = await announced.buy({
        userId: letter.repeat(255),
        correlationId: 'c'.repeat(64),
      });
      const set = await meter.during(() => stream([record]));
      expect(set).toMatchObject({ writeUnits: 1, calls: { PutItemCommand: 1 } });
    }
    await announced.sweep(at(-60))();
    const sweep = announced.sweep({ ...at(20), dynamodbPlugins: [meter.plugin] });
    // One for each, and one for the position.
    const fire = await meter.during(sweep);
    expect(fire).toMatchObject({ writeUnits: 3, calls: { UpdateItemCommand: 3 } });
  });
});
