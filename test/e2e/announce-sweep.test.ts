import { known } from '@willcall/contracts';
import { REMINDER_LANES } from '@willcall/domain';
import { fireReminder, readSweepPosition, saveSweepPosition } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import {
  at,
  DAY_MS,
  DUE,
  listReminders,
  makeSweptRecord,
  openReminderSale,
  STARTS,
  sellWithReminder,
} from '../support/announce/reminder-sale.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { localDynamo } from '../support/capacity/scratch-table.ts';

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
    expect(await fireReminder(sale.reminders, reminder, DUE)).toBe(true);
    expect(await fireReminder(sale.reminders, reminder, DUE)).toBe(false);
    expect(await fireReminder(sale.reminders, { ...reminder, purchaseRef: 'gone' }, DUE)).toBe(
      false,
    );
  });

  it('fires after an outage what became due during it', async () => {
    const sale = await openReminderSale();
    const { reminder } = await sellWithReminder(sale);
    await sale.sweep(at(-60))();
    const fired = known(await makeSweptRecord(sale, reminder, 3 * 3_600), 'change');
    expect(await sale.stream(at(3 * 3_600))([fired])).toEqual([]);
    expect(listReminders(sale)).toMatchObject([{ detail: { lateBySeconds: 3 * 3_600 } }]);
  });

  it('that runs out of time saves its position, and the next one continues there', async () => {
    const sale = await openReminderSale({ capacity: 100 });
    await sale.sweep(at(-60))();
    // Each is due a minute after the one before: 20:00 to 20:29.
    for (let minute = 0; minute < 30; minute += 1) {
      await sellWithReminder(sale, { reminderLeadSeconds: 86_400 - minute * 60 });
    }
    let asked = 0;
    const untilTheSecondTen = () => {
      asked += 1;
      return asked <= 250 ? 60_000 : 0;
    };
    const first = await sale.sweep(at(3_600), untilTheSecondTen)();
    expect(first.isDone).toBe(false);
    expect(first.fired).toBeGreaterThan(10);
    expect(first.fired).toBeLessThan(20);
    const { sweptTo = '' } = await readSweepPosition(sale.reminders);
    expect(sweptTo >= '2031-05-31T20:09' && sweptTo < '2031-05-31T20:19').toBe(true);
    const second = await sale.sweep(at(3_600))();
    expect(second).toMatchObject({ fired: 30 - first.fired, isDone: true });
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: '2031-05-31T21:00' });
  });

  it('that runs out of time within a minute fires the rest of it in the next turn, each once', async () => {
    const sale = await openReminderSale({ capacity: 100 });
    const bought = await Promise.all(Array.from({ length: 40 }, () => sale.buy()));
    expect(await sale.stream(at(-3_600))(bought.map(({ record }) => record))).toEqual([]);
    await sale.sweep(at(-60))();
    let asked = 0;
    const someOfTheMinute = () => {
      asked += 1;
      return asked <= 30 ? 60_000 : 0;
    };
    const first = await sale.sweep(at(20), someOfTheMinute)();
    expect(first).toMatchObject({ minutes: 0, isDone: false });
    expect(first.fired).toBeGreaterThan(0);
    expect(first.fired).toBeLessThan(40);
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: '2031-05-31T19:59' });
    const second = await sale.sweep(at(80))();
    expect(second).toEqual({ minutes: 1, fired: 40 - first.fired, isDone: true });
  });

  it.each([
    ['for the first time', undefined],
    ['after a day', '2031-05-30T20:00'],
    ['after a minute', '2031-05-31T19:59'],
  ])('that runs %s reads no minute without reminders', async (_, sweptTo) => {
    const sale = await openAnnouncedSale({ startsAt: STARTS });
    if (sweptTo !== undefined) await saveSweepPosition(sale.reminders, sweptTo);
    const calls = createCallCounter();
    const sweep = () => sale.sweep({ ...at(20), dynamodbPlugins: [calls.plugin] })();
    expect(await sweep()).toEqual({ minutes: 0, fired: 0, isDone: true });
    // The position, the list of minutes, and the new position.
    const idle = { GetItemCommand: 1, QueryCommand: 1, UpdateItemCommand: 1 };
    expect(calls.calls()).toEqual(idle);
  });

  it('that runs for the first time reads the lanes of the minutes that have reminders', async () => {
    const sale = await openAnnouncedSale({ startsAt: STARTS });
    await sellWithReminder(sale);
    const calls = createCallCounter();
    const sweep = sale.sweep({ ...at(20 * 3_600), dynamodbPlugins: [calls.plugin] });
    expect(await sweep()).toEqual({ minutes: 1, fired: 1, isDone: true });
    expect(calls.calls()).toEqual({
      ...{ GetItemCommand: 1, QueryCommand: 1 + REMINDER_LANES, UpdateItemCommand: 2 },
    });
  });

  it('does not move the position back', async () => {
    const sale = await openReminderSale();
    await sale.sweep(at(600))();
    await sale.sweep(at(0))();
    expect(await readSweepPosition(sale.reminders)).toEqual({ sweptTo: '2031-05-31T20:10' });
  });
});

describe('the cost of reminders', () => {
  it('is 1 write unit to set and 1 to fire, even with the longest names', async () => {
    const sale = await openReminderSale({ showId: 'S'.repeat(64) });
    const meter = createCapacityMeter(localDynamo());
    const dynamodbPlugins = [meter.plugin];
    // Lists the minute, which the first reminder of each minute needs.
    const stream = sale.stream({ ...at(-60), dynamodbPlugins });
    expect(await stream([(await sale.buy()).record])).toEqual([]);
    for (const letter of ['#', '~']) {
      const { record } = await sale.buy({
        userId: letter.repeat(255),
        correlationId: 'c'.repeat(64),
      });
      const set = await meter.during(() => stream([record]));
      expect(set).toMatchObject({ writeUnits: 1, calls: { PutItemCommand: 1 } });
    }
    await sale.sweep(at(-60))();
    const sweep = sale.sweep({ ...at(20), dynamodbPlugins });
    // One for each reminder and one for the position.
    const fire = await meter.during(sweep);
    expect(fire).toMatchObject({ writeUnits: 4, calls: { UpdateItemCommand: 4 } });
  });

  it('is 4 calls and 100 write units to set a hundred, and 1 to list their minute', async () => {
    const sale = await openReminderSale({ capacity: 300 });
    const meter = createCapacityMeter(localDynamo());
    const buy = async (count: number) =>
      (await Promise.all(Array.from({ length: count }, () => sale.buy()))).map(
        ({ record }) => record,
      );
    const stream = sale.stream({ ...at(-DAY_MS / 1_000), dynamodbPlugins: [meter.plugin] });
    const records = await buy(100);
    const first = await meter.during(() => stream(records));
    expect(first).toMatchObject({
      ...{ writeUnits: 101, readUnits: 0.5 },
      calls: { GetItemCommand: 1, PutItemCommand: 1, BatchWriteItemCommand: 4 },
    });
    const more = await buy(100);
    const next = await meter.during(() => stream(more));
    expect(next).toMatchObject({
      ...{ writeUnits: 100, readUnits: 0 },
      calls: { BatchWriteItemCommand: 4 },
    });
  });
});
