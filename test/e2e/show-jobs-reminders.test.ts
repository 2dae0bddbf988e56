import { cancelShow, listShowJobs, moveReminder } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import {
  type MovingShow,
  makeMovingShow,
  makeMovingShowWithReminder,
  startDueIn,
} from '../support/announce/moving-show.ts';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { localDynamo } from '../support/capacity/scratch-table.ts';
import { recordKeyOf } from '../support/records/purchase-key.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

/** Lists the reminders that a buyer got: the start, and the minute in which each was due. */
const listReminders = (show: MovingShow) =>
  show.reminded().map(({ startsAt, dueAt }) => ({
    startsAt,
    due: (Date.parse(dueAt) - Date.parse('2031-05-31T20:00:00.000Z')) / 60_000,
  }));

/** Makes a show whose reminders are due in four minutes, and a purchase with a set reminder. */
const makeShowWithReminder = () => makeMovingShowWithReminder(4);

/** Runs everything for this many minutes. */
async function runMinutes(show: MovingShow, minutes: number): Promise<void> {
  for (let minute = 0; minute < minutes; minute += 1) {
    show.pass(1);
    await show.sweep();
    await show.drain();
  }
}

describe('when a show moves before its reminders are sent, its buyer gets', () => {
  it('a later reminder of a later start', async () => {
    const show = await makeShowWithReminder();
    await show.move(8);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 7);
    expect(listReminders(show)).toEqual([]);
    await runMinutes(show, 2);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(8), due: 8 }]);
  });

  it('an earlier reminder of an earlier start', async () => {
    const show = await makeShowWithReminder();
    await show.move(2);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 2);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(2), due: 2 }]);
    await runMinutes(show, 4);
    expect(listReminders(show)).toHaveLength(1);
  });

  it('a late reminder at once when the new due time has long passed', async () => {
    const show = await makeShowWithReminder();
    await show.move(-600);
    await show.jobs();
    await show.drain();
    expect(show.reminded()).toMatchObject([
      { startsAt: startDueIn(-600), lateBySeconds: 600 * 60 + 10 },
    ]);
    await runMinutes(show, 6);
    expect(listReminders(show)).toHaveLength(1);
  });

  it('no reminder when the show has begun by its new start', async () => {
    const show = await makeShowWithReminder();
    await show.move(-24 * 60);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 6);
    expect(listReminders(show)).toEqual([]);
  });

  it.each([
    ['twice, later and earlier', [8, 2], 2],
    ['twice, earlier and later', [2, 8], 8],
    ['away and back', [8, 4], 4],
  ])(
    'one reminder when the show moves %s, with and without the job in between',
    async (_, moves, due) => {
      const [first = 0, second = 0] = moves;
      for (const isBetween of [true, false]) {
        const show = await makeShowWithReminder();
        await show.move(first);
        if (isBetween) await show.jobs();
        await show.move(second);
        await show.jobs();
        await show.drain();
        await runMinutes(show, 10);
        expect(listReminders(show)).toEqual([{ startsAt: startDueIn(second), due }]);
      }
    },
  );

  it('one reminder when the show moves again during its job, in a pass that would have been the last', async () => {
    const show = await makeMovingShow(20);
    for (let count = 0; count < 5; count += 1) await show.buy();
    await show.drain();
    await show.move(30);
    show.pass(2);
    // Some of the first page move by the start that is replaced at this moment.
    await show.jobs({ plugin: runBefore('TransactWriteItemsCommand', () => show.move(6)) });
    expect(await listShowJobs(show.announced.sale.store)).toMatchObject([{ changes: 2 }]);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 6);
    expect(listReminders(show)).toEqual(Array(5).fill({ startsAt: startDueIn(6), due: 6 }));
  });
});

describe('a reminder that fires while its show moves', () => {
  it.each([
    ['later', 8],
    ['earlier', 3],
  ])('%s, before the job reaches it, is sent once', async (_, due) => {
    const show = await makeShowWithReminder();
    show.pass(4);
    await show.move(due);
    await show.sweep();
    await show.jobs();
    await show.drain();
    await show.jobs();
    await runMinutes(show, 6);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(due), due }]);
  });

  it('is found where it was set when the show moves to a later and then an earlier start', async () => {
    const show = await makeShowWithReminder();
    show.pass(4);
    await show.move(30);
    await show.sweep();
    await show.drain();
    await show.move(6);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 3);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(6), due: 6 }]);
    await runMinutes(show, 2);
    expect(listReminders(show)).toHaveLength(1);
  });

  it.each([
    ['later', 8],
    ['earlier', 3],
  ])('%s, between the job’s read of its purchase and its write, is sent once', async (_, due) => {
    const show = await makeShowWithReminder();
    show.pass(4);
    await show.move(due);
    await show.jobs({ plugin: runBefore('TransactWriteItemsCommand', show.sweep) });
    await show.drain();
    await show.jobs();
    await runMinutes(show, 6);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(due), due }]);
  });

  it.each([
    ['later', 8],
    ['earlier', 3],
  ])(
    '%s, after the job’s write and before its stream has cancelled it, is sent once',
    async (_, due) => {
      const show = await makeShowWithReminder();
      show.pass(4);
      await show.move(due);
      await show.jobs();
      await show.sweep();
      await show.deliver('REMINDERS_TABLE');
      await runMinutes(show, 6);
      expect(listReminders(show)).toEqual([{ startsAt: startDueIn(due), due }]);
    },
  );

  it('away and back, and was not announced in between, is sent when it is back', async () => {
    const show = await makeShowWithReminder();
    show.pass(4);
    await show.move(8);
    await show.jobs();
    await show.sweep();
    await show.deliver('REMINDERS_TABLE');
    await show.move(4);
    await show.jobs();
    await show.drain();
    await runMinutes(show, 5);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(4), due: 4 }]);
  });

  it('and is checked while the job moves it back is set again once, or left to the job', async () => {
    const show = await makeShowWithReminder();
    show.pass(4);
    await show.move(8);
    await show.sweep();
    const moveOn = runBefore('TransactWriteItemsCommand', async () => {
      await show.move(6);
      await show.jobs();
    });
    const clock = () => new Date('2031-05-31T20:04:20.000Z');
    await show.streams.drain({ clock, dynamodbPlugins: [moveOn] });
    await show.settle();
    await runMinutes(show, 4);
    expect(listReminders(show)).toEqual([{ startsAt: startDueIn(6), due: 6 }]);
  });
});

it('a purchase that is cancelled just before its reminder would move gets no reminder', async () => {
  const show = await makeMovingShow(4);
  const key = recordKeyOf(await show.buy());
  await show.drain();
  await show.move(8);
  const cancelled = runBefore('TransactWriteItemsCommand', () =>
    show.announced.change('PURCHASES_TABLE', key, { status: 'CANCELLED' }),
  );
  await show.jobs({ plugin: cancelled });
  await show.drain();
  await runMinutes(show, 10);
  expect(listReminders(show)).toEqual([]);
});

it('a purchase that was sold by the old start after the job passed is found by another pass', async () => {
  const show = await makeShowWithReminder();
  const { sale } = show.announced;
  const { startsAt } = sale.show;
  await show.move(8);
  await show.jobs();
  expect(await listShowJobs(sale.store)).toMatchObject([{ notBefore: expect.any(String) }]);
  // Like a worker that read the show before it moved.
  const key = { showId: sale.show.showId };
  await show.announced.change('SHOWS_TABLE', key, { startsAt });
  await show.buy();
  await show.announced.change('SHOWS_TABLE', key, { startsAt: startDueIn(8) });
  await show.drain();
  await runMinutes(show, 2);
  await show.jobs();
  await show.drain();
  expect(await listShowJobs(sale.store)).toEqual([]);
  await runMinutes(show, 7);
  expect(listReminders(show)).toEqual(Array(2).fill({ startsAt: startDueIn(8), due: 8 }));
});

it('the job of a show that was cancelled after it moved changes nothing', async () => {
  const show = await makeShowWithReminder();
  const { sale } = show.announced;
  await show.move(8);
  const moved = await sale.showNow();
  if (moved === undefined) throw new Error('expected a show');
  await cancelShow(sale.store, moved, { at: '2031-05-31T20:00:10.000Z', correlationId: 'off' });
  await show.jobs();
  expect(await listShowJobs(sale.store)).toMatchObject([{ kind: 'cancel' }]);
});

it('moving a reminder costs 6 write units, or 4 when it moves even if it has fired', async () => {
  const show = await makeMovingShow(4);
  const message = await show.buy();
  await show.drain();
  const { sale } = show.announced;
  const { show: played, store } = sale;
  const { reminder = '' } = (await sale.recordOf(message)) ?? {};
  const [, lane = ''] = reminder.split('#');
  const meter = createCapacityMeter(localDynamo());
  const metered = sale.storeWith(meter.plugin);
  const tables = { ...store.tables, ...show.announced.reminders.tables };
  const move = (from: string, to: string, evenIfFired: boolean) =>
    meter.during(() =>
      moveReminder(
        { ...metered, tables },
        {
          ...recordKeyOf(message),
          ...{ showId: played.showId, correlationId: 'c'.repeat(64), from, to, evenIfFired },
          at: '2031-05-31T20:00:10.000Z',
        },
      ),
    );
  const elsewhere = `2031-06-01T20:00#${lane}`;
  // The first reminder of a minute lists it.
  expect(await move(reminder, elsewhere, false)).toMatchObject({ writeUnits: 6 + 1 });
  expect(await move(elsewhere, reminder, false)).toMatchObject({ writeUnits: 6 });
  expect(await move(reminder, elsewhere, true)).toMatchObject({ writeUnits: 4 });
  expect(await move(elsewhere, reminder, true)).toMatchObject({ writeUnits: 4 });
});
