import { known } from '@willcall/contracts';
import { toMinute } from '@willcall/domain';
import { fireReminder, readSweepPosition } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import {
  at,
  DUE,
  listReminders,
  makeSweptRecord,
  openReminderSale,
  sellWithReminder,
} from '../support/announce/reminder-sale.ts';
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
