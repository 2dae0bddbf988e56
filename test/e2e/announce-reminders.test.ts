import { toMinute } from '@willcall/domain';
import { fireReminder, purchaseRef, readSweepPosition, saveSweepPosition } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import {
  type Announcing,
  type Bought,
  type ItemKey,
  openAnnouncing,
} from '../support/announce/open-announcing.ts';
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
async function openStory(wish = {}): Promise<Announcing> {
  const world = await openAnnouncing({ startsAt: STARTS, ...wish });
  await saveSweepPosition(world.reminders, '2031-05-31T19:58');
  return world;
}

const reminderKeyOf = ({ record, key }: Bought): ItemKey => ({
  dueKey: record.dynamodb?.NewImage?.reminder?.S ?? '',
  purchaseRef: purchaseRef(key.userId ?? '', key.recordKey ?? ''),
});

/** Sells a ticket long before, and lets its reminder be set. */
async function sold(world: Announcing, wish = {}): Promise<Bought & { reminder: ItemKey }> {
  const bought = await world.buy(wish);
  expect(await world.stream(at(-3 * DAY_MS))([bought.record])).toEqual([]);
  return { ...bought, reminder: reminderKeyOf(bought) };
}

/** The stream's record of what a sweep does to a reminder. */
const swept = (world: Announcing, reminder: ItemKey, seconds: number, from?: string) =>
  world.changeBy('REMINDERS_TABLE', reminder, world.sweep(at(seconds, from)));

const remindersOf = (world: Announcing) =>
  world.bus.taken().filter(({ type }) => type === 'ReminderDue');

function must(record: DynamoDBRecord | undefined): DynamoDBRecord {
  if (record === undefined) throw new Error('nothing was changed');
  return record;
}

describe('a reminder', () => {
  it('is set with the purchase, fired by the sweep when it is due, and announced once', async () => {
    const world = await openStory();
    const { message, reminder } = await sold(world, { quantity: 3 });

    expect(await swept(world, reminder, -1)).toBeUndefined();
    const fired = must(await swept(world, reminder, 20));
    expect(await swept(world, reminder, 80)).toBeUndefined();
    expect(await world.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(world)).toEqual([
      {
        type: 'ReminderDue',
        detail: {
          eventId: expect.any(String),
          version: 1,
          occurredAt: '2031-05-31T20:00:20.000Z',
          correlationId: message.correlationId,
          purchaseId: message.purchaseId,
          userId: message.userId,
          showId: world.sale.show.showId,
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
    const world = await openStory();
    const bought = await world.buy();
    const reminder = reminderKeyOf(bought);
    const stream = world.stream(at(3_600));
    const set = await world.changeBy('REMINDERS_TABLE', reminder, () => stream([bought.record]));
    expect(await stream([must(set)])).toEqual([]);
    expect(remindersOf(world)).toMatchObject([{ detail: { dueAt: DUE, lateBySeconds: 3_600 } }]);
    expect(await swept(world, reminder, 3_660)).toBeUndefined();
  });

  it('that is set again by a repeated record stays as it is, fired or not', async () => {
    const world = await openStory();
    const { record, reminder } = await sold(world);
    const again = (seconds: number) =>
      world.changeBy('REMINDERS_TABLE', reminder, () => world.stream(at(seconds))([record]));
    expect(await again(-3_600)).toBeUndefined();
    must(await swept(world, reminder, 20));
    expect(await again(60)).toBeUndefined();
    expect(await again(600)).toBeUndefined();
  });

  it('of a cancelled purchase never fires', async () => {
    const world = await openStory();
    const { key, reminder } = await sold(world);
    const cancelled = await world.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const marked = await world.changeBy('REMINDERS_TABLE', reminder, () =>
      world.stream(at(-60))([cancelled]),
    );
    expect(must(marked).dynamodb?.NewImage).toHaveProperty('cancelledAt');
    expect(await world.stream(at(-60))([must(marked)])).toEqual([]);
    expect(await swept(world, reminder, 20)).toBeUndefined();
    expect(remindersOf(world)).toEqual([]);
  });

  it('that fires before its cancellation is known is not announced', async () => {
    const world = await openStory();
    const { key, reminder } = await sold(world);
    await world.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const fired = must(await swept(world, reminder, 20));
    expect(await world.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(world)).toEqual([]);
  });

  it('is moved when its lead changes, and back, and is announced once', async () => {
    const world = await openStory();
    const bought = await sold(world);
    const [minute = '', lane = ''] = (bought.reminder.dueKey ?? '').split('#');
    const earlier = { ...bought.reminder, dueKey: `${minute.replace('T20', 'T19')}#${lane}` };
    const movedTo = (reminder: ItemKey, reminderLeadSeconds: number) =>
      world.change('PURCHASES_TABLE', bought.key, {
        reminder: reminder.dueKey,
        reminderLeadSeconds,
      });

    const moves = [await movedTo(earlier, 90_000), await movedTo(bought.reminder, 86_400)];
    expect(await world.stream(at(-DAY_MS / 1_000))(moves)).toEqual([]);
    expect(await swept(world, earlier, -3_580)).toBeUndefined();
    const fired = must(await swept(world, bought.reminder, 20));
    expect(await world.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(world)).toMatchObject([{ detail: { dueAt: DUE } }]);
  });

  it('that a repeated record brought back after its lead changed is not announced', async () => {
    const world = await openStory();
    const bought = await sold(world);
    const elsewhere = `2031-05-30T20:00#${bought.reminder.dueKey?.split('#')[1]}`;
    const change = { reminder: elsewhere, reminderLeadSeconds: 172_800 };
    const moved = await world.change('PURCHASES_TABLE', bought.key, change);
    expect(await world.stream(at(-DAY_MS / 500))([moved, bought.record])).toEqual([]);
    const fired = must(await swept(world, bought.reminder, 20));
    expect(await world.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(world)).toEqual([]);
  });

  it('whose show has moved later is set again, and announced then', async () => {
    const world = await openStory();
    const { reminder } = await sold(world);
    const later = '2031-06-01T21:00:00.000Z';
    await world.change('SHOWS_TABLE', { showId: world.sale.show.showId }, { startsAt: later });
    const fired = must(await swept(world, reminder, 20));
    const next = { ...reminder, dueKey: reminder.dueKey?.replace('T20', 'T21') ?? '' };
    const set = await world.changeBy('REMINDERS_TABLE', next, () => world.stream(at(21))([fired]));
    expect(must(set).eventName).toBe('INSERT');
    expect(remindersOf(world)).toEqual([]);

    const newDue = '2031-05-31T21:00:00.000Z';
    const firedAgain = must(await swept(world, next, 5, newDue));
    // The old record, delivered again when the new time is past: the new one fired already.
    expect(await world.stream(at(6, newDue))([firedAgain, fired])).toEqual([]);
    expect(remindersOf(world)).toMatchObject([
      { detail: { dueAt: newDue, startsAt: later, lateBySeconds: 6 } },
    ]);
  });

  it.each([
    [
      'has begun',
      (world: Announcing) =>
        world.change(
          'SHOWS_TABLE',
          { showId: world.sale.show.showId },
          { startsAt: '2031-05-31T20:00:10.000Z' },
        ),
    ],
    [
      'is gone',
      (world: Announcing) => world.remove('SHOWS_TABLE', { showId: world.sale.show.showId }),
    ],
  ])('of a show that %s is not announced', async (_, happen) => {
    const world = await openStory();
    const { reminder } = await sold(world);
    await happen(world);
    const fired = must(await swept(world, reminder, 20));
    expect(await world.stream(at(21))([fired])).toEqual([]);
    expect(remindersOf(world)).toEqual([]);
  });

  it.each([
    ['that was never fired is announced, late', {}, 1],
    ['that had fired is not announced again', { firedAt: DUE }, 0],
    ['that was cancelled is not announced', { cancelledAt: DUE }, 0],
  ])('removed by the TTL %s', async (_, mark, announced) => {
    const world = await openStory();
    const { reminder } = await sold(world);
    if (Object.keys(mark).length > 0) await world.change('REMINDERS_TABLE', reminder, mark);
    const removed = await world.remove('REMINDERS_TABLE', reminder);
    expect(removed.eventName).toBe('REMOVE');
    expect(await world.stream(at(7_200))([removed])).toEqual([]);
    expect(remindersOf(world).map(({ detail }) => detail.lateBySeconds)).toEqual(
      announced === 1 ? [7_200] : [],
    );
  });
});

describe('a sweep', () => {
  it('of two at once fires each reminder once', async () => {
    const world = await openStory({ capacity: 100 });
    const bought = await Promise.all(Array.from({ length: 12 }, () => world.buy()));
    expect(await world.stream(at(-60))(bought.map(({ record }) => record))).toEqual([]);
    const sweeps = await Promise.all([world.sweep(at(20))(), world.sweep(at(20))()]);
    expect(sweeps.reduce((sum, { fired }) => sum + fired, 0)).toBe(12);
  });

  it('that has seen a reminder waiting, which another has fired meanwhile, fires it no more', async () => {
    const world = await openStory();
    const { reminder } = await sold(world);
    const name = { dueKey: reminder.dueKey ?? '', purchaseRef: reminder.purchaseRef ?? '' };
    expect(await fireReminder(world.reminders, name, DUE)).toBe(true);
    expect(await fireReminder(world.reminders, name, DUE)).toBe(false);
    expect(await fireReminder(world.reminders, { ...name, purchaseRef: 'gone' }, DUE)).toBe(false);
  });

  it('after an outage fires what was due meanwhile', async () => {
    const world = await openStory();
    const { reminder } = await sold(world);
    await world.sweep(at(-60))();
    const fired = must(await swept(world, reminder, 3 * 3_600));
    expect(await world.stream(at(3 * 3_600))([fired])).toEqual([]);
    expect(remindersOf(world)).toMatchObject([{ detail: { lateBySeconds: 3 * 3_600 } }]);
  });

  it('that runs out of time saves how far it came, and the next one goes on', async () => {
    const world = await openStory();
    await sold(world);
    await world.sweep(at(-60))();
    let asked = 0;
    const someMinutes = () => {
      asked += 1;
      return asked <= 9 ? 60_000 : 0;
    };
    // The last sweep came to 19:59, so this one begins at 19:54; middy asks for the time once, too.
    const first = await world.sweep(at(3_600), someMinutes)();
    expect(first).toMatchObject({ fired: 1, isDone: false });
    const position = toMinute(Date.parse('2031-05-31T19:53:00Z') + first.minutes * 60_000);
    expect(await readSweepPosition(world.reminders)).toBe(position);
    const second = await world.sweep(at(3_600))();
    expect(second).toEqual({ minutes: 73 - first.minutes, fired: 0, isDone: true });
    expect(await readSweepPosition(world.reminders)).toBe('2031-05-31T21:00');
  });

  it('never sets the position back', async () => {
    const world = await openStory();
    await world.sweep(at(600))();
    await world.sweep(at(0))();
    expect(await readSweepPosition(world.reminders)).toBe('2031-05-31T20:10');
  });
});

describe('one reminder costs', () => {
  it('1 write unit to set and 1 to fire, with the longest of names too', async () => {
    const world = await openStory({ showId: 'S'.repeat(64) });
    const meter = createCapacityMeter(localDynamo());
    const stream = world.stream({ ...at(-60), dynamodbPlugins: [meter.plugin] });
    for (const letter of ['#', '~']) {
      const { record } = await world.buy({
        userId: letter.repeat(255),
        correlationId: 'c'.repeat(64),
      });
      const set = await meter.during(() => stream([record]));
      expect(set).toMatchObject({ writeUnits: 1, calls: { PutItemCommand: 1 } });
    }
    await world.sweep(at(-60))();
    const sweep = world.sweep({ ...at(20), dynamodbPlugins: [meter.plugin] });
    // One for each, and one for the position.
    const fire = await meter.during(sweep);
    expect(fire).toMatchObject({ writeUnits: 3, calls: { UpdateItemCommand: 3 } });
  });
});
