import { readSweepPosition } from '@willcall/store';
import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { type AnnouncedSale, openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { failEverySecondEntry } from '../support/announce/failing-entries.ts';
import { connectionRefused, requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';

const sequenceOf = (record: DynamoDBRecord | undefined): string =>
  record?.dynamodb?.SequenceNumber ?? '';

/** Makes purchases, and returns the stream records of their decisions. */
async function makePurchases(world: AnnouncedSale, count: number) {
  const bought = await Promise.all(Array.from({ length: count }, () => world.buy()));
  const records = bought
    .map(({ record }) => record)
    .toSorted((a, b) => sequenceOf(a).localeCompare(sequenceOf(b)));
  const ids = records.map(({ dynamodb }) => dynamodb?.NewImage?.purchaseId?.S);
  return { records, ids };
}

const announcedIds = (world: AnnouncedSale) =>
  world.bus.distinct().map(({ detail }) => detail.purchaseId);

/** Delivers records as a stream does: again from the lowest reported number, until nothing is reported. */
async function deliver(
  stream: (records: readonly DynamoDBRecord[]) => Promise<string[]>,
  records: readonly DynamoDBRecord[],
): Promise<number> {
  let left = records;
  for (let invocation = 1; ; invocation += 1) {
    const reported = await stream(left);
    if (reported.length === 0) return invocation;
    const next = left.findIndex((record) => reported.includes(sequenceOf(record)));
    if (next === -1) throw new Error('The function reported an unknown sequence number');
    left = left.slice(next);
  }
}

/** The lane of a purchase's reminder, as it is named in requests. */
const laneOf = (record: DynamoDBRecord | undefined): string =>
  JSON.stringify(record?.dynamodb?.NewImage?.reminder?.S);

const makePoison = (record: DynamoDBRecord | undefined): DynamoDBRecord => {
  const { dynamodb } = record ?? {};
  const NewImage = { ...dynamodb?.NewImage, status: { S: 'ODD' } };
  return { ...record, dynamodb: { ...dynamodb, NewImage } };
};

describe('an outage of the bus', () => {
  it('reports the first record, and then announces every event once', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 12);
    const faults = createFaultInjector();
    faults.before('PutEventsCommand', connectionRefused, { times: 2 });
    const stream = world.stream({ eventBridgePlugins: [faults.plugin] });

    expect(await stream(records)).toEqual([sequenceOf(records[0])]);
    expect(world.bus.published()).toEqual([]);
    expect(await stream(records)).toEqual([]);
    expect(announcedIds(world)).toEqual(ids);
    expect(world.bus.published()).toHaveLength(12);
    faults.assertAllUsed();
  });

  it('in the middle of a batch repeats only events of the calls beside the failed one', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 25);
    const faults = createFaultInjector();
    faults.before('PutEventsCommand', requestTimeout, { skip: 1 });
    const stream = world.stream({ eventBridgePlugins: [faults.plugin] });

    expect(await stream(records)).toEqual([sequenceOf(records[10])]);
    expect(announcedIds(world)).toEqual(ids.toSpliced(10, 10));
    expect(await stream(records.slice(10))).toEqual([]);
    expect(announcedIds(world).toSorted()).toEqual(ids.toSorted());
    // The last five were published beside the call that failed.
    expect(world.bus.published()).toHaveLength(25 + 5);
  });

  it('that loses only the reply repeats the events with the same ids', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 3);
    const faults = createFaultInjector();
    faults.after('PutEventsCommand', requestTimeout);
    const stream = world.stream({ eventBridgePlugins: [faults.plugin] });
    expect(await deliver(stream, records)).toBe(2);
    expect(world.bus.published()).toHaveLength(6);
    expect(announcedIds(world)).toEqual(ids);
  });
});

describe('a bus that accepts only half of each call', () => {
  it('gets only the failed half again, so every event is published once, in one invocation', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 15);
    const halves = failEverySecondEntry(3);
    const stream = world.stream({ eventBridgePlugins: [halves.plugin] });

    expect(await deliver(stream, records)).toBe(1);
    expect(halves.failed()).toBeGreaterThan(5);
    expect(world.bus.published()).toHaveLength(15);
    expect(announcedIds(world).toSorted()).toEqual(ids.toSorted());
  });

  it('loses no event and gives each one id, even with a poison record and a shard delivered twice', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 15);
    const withPoison = records.with(7, makePoison(records[7]));
    for (let delivery = 0; delivery < 2; delivery += 1) {
      const halves = failEverySecondEntry(4);
      await deliver(world.stream({ eventBridgePlugins: [halves.plugin] }), withPoison);
      expect(halves.failed()).toBeGreaterThan(0);
    }

    expect(announcedIds(world).toSorted()).toEqual(ids.toSpliced(7, 1).toSorted());
    expect(world.bus.published()).toHaveLength(28);
    // One for each delivery: parking is at least once, too.
    expect((await world.parked()).map(({ reason }) => reason)).toEqual([
      'UNREADABLE_RECORD',
      'UNREADABLE_RECORD',
    ]);
  });
});

describe('a poison record in the middle', () => {
  it('is parked whole with its reason, and the other records are announced', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 12);
    const poisoned = records.with(5, makePoison(records[5]));
    expect(await world.stream()(poisoned)).toEqual([]);
    expect(announcedIds(world)).toEqual(ids.toSpliced(5, 1));
    const [parked, ...others] = await world.parked();
    expect(others).toEqual([]);
    expect(parked).toMatchObject({ reason: 'UNREADABLE_RECORD', record: poisoned[5] });
  });

  it('is announced when its parked record is repaired and processed again', async () => {
    const world = await openAnnouncedSale();
    const { records, ids } = await makePurchases(world, 1);
    await world.stream()([makePoison(records[0])]);
    const [parked] = await world.parked();
    const record: DynamoDBRecord = { ...parked?.record };
    const NewImage = { ...record.dynamodb?.NewImage, status: { S: 'CONFIRMED' } };
    expect(
      await world.stream()([{ ...record, dynamodb: { ...record.dynamodb, NewImage } }]),
    ).toEqual([]);
    expect(announcedIds(world)).toEqual(ids);
  });

  it('is delivered again if it cannot be parked, and nothing is lost', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 4);
    const poisoned = records.with(2, makePoison(records[2]));
    const faults = createFaultInjector();
    faults.before('SendMessageCommand', connectionRefused);
    const stream = world.stream({ sqsPlugins: [faults.plugin] });
    expect(await stream(poisoned)).toEqual([sequenceOf(records[2])]);
    expect(await world.parked()).toEqual([]);
    expect(await stream(poisoned.slice(2))).toEqual([]);
    expect(announcedIds(world)).toEqual(ids.toSpliced(2, 1));
    expect(await world.parked()).toHaveLength(1);
  });

  it('behind an outage is parked only when its turn comes', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records } = await makePurchases(world, 3);
    const faults = createFaultInjector();
    faults.before('PutEventsCommand', connectionRefused);
    const stream = world.stream({ eventBridgePlugins: [faults.plugin] });
    const poisoned = records.with(2, makePoison(records[2]));
    expect(await deliver(stream, poisoned)).toBe(2);
    expect(await world.parked()).toHaveLength(1);
  });
});

describe('reminders that are written together', () => {
  it.each([
    ['because the call fails', 'before', throttling],
    ['because the reply is lost', 'after', requestTimeout],
  ] as const)('are all written again %s, with the events', async (_, moment, error) => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 3);
    const faults = createFaultInjector();
    faults[moment]('BatchWriteItemCommand', error);
    const stream = world.stream({ dynamodbPlugins: [faults.plugin] });
    expect(await stream(records)).toEqual([sequenceOf(records[0])]);
    expect(world.bus.published()).toEqual([]);
    expect(await stream(records)).toEqual([]);
    expect(announcedIds(world)).toEqual(ids);
    expect(world.bus.published()).toHaveLength(3);
    faults.assertAllUsed();
  });

  it('are written one by one if DynamoDB refuses the call for one of them', async () => {
    const world = await openAnnouncedSale({ capacity: 100 });
    const { records, ids } = await makePurchases(world, 3);
    const faults = createFaultInjector();
    const refused = () => Object.assign(new Error('one item'), { name: 'ValidationException' });
    const isSecond = ({ commandName, input }: { commandName: string; input: unknown }) =>
      /PutItem|BatchWrite/.test(commandName) &&
      JSON.stringify(input).includes(records[1]?.dynamodb?.Keys?.userId?.S ?? 'nobody');
    faults.before(isSecond, refused, { times: 2 });
    const stream = world.stream({ dynamodbPlugins: [faults.plugin] });
    expect(await stream(records)).toEqual([sequenceOf(records[1])]);
    expect(announcedIds(world)).toEqual(ids.slice(0, 1));
    expect(await stream(records.slice(1))).toEqual([]);
    expect(announcedIds(world)).toEqual(ids);
    expect(faults.log().map(({ commandName }) => commandName)).toEqual([
      'BatchWriteItemCommand',
      'PutItemCommand',
    ]);
  });

  it('are not written if their minute cannot be listed, and then both are', async () => {
    const world = await openAnnouncedSale();
    const { records } = await makePurchases(world, 1);
    const faults = createFaultInjector();
    faults.before('PutItemCommand', throttling);
    const stream = world.stream({ dynamodbPlugins: [faults.plugin] });
    const left = async () => await stream(records);
    const { REMINDERS_TABLE: failed } = await world.changesBy(async () => {
      expect(await left()).toEqual([sequenceOf(records[0])]);
    });
    expect(failed).toEqual([]);
    const { REMINDERS_TABLE: set } = await world.changesBy(async () => {
      expect(await left()).toEqual([]);
    });
    const keys = set.map(({ dynamodb }) => dynamodb?.Keys?.dueKey?.S);
    const dueKey = records[0]?.dynamodb?.NewImage?.reminder?.S;
    expect(keys.toSorted()).toEqual(['#minutes', dueKey]);
  });
});

/** Less than 15 minutes before the reminder of a show on 2031-06-01 at 20:00. */
const soonDue = { clock: () => new Date('2031-05-31T19:50:00Z') };

describe('a reminder that is due soon and cannot be written', () => {
  it.each([
    ['because the write fails', 'before', throttling],
    ['because the reply is lost', 'after', requestTimeout],
  ] as const)('%s causes a redelivery of its record, with its event', async (_, moment, error) => {
    const world = await openAnnouncedSale({ startsAt: '2031-06-01T20:00:00Z', capacity: 100 });
    const { records, ids } = await makePurchases(world, 3);
    const faults = createFaultInjector();
    const isThird = ({ commandName, input }: { commandName: string; input: unknown }) =>
      commandName === 'PutItemCommand' &&
      JSON.stringify(input).includes(records[2]?.dynamodb?.Keys?.userId?.S ?? 'nobody');
    faults[moment](isThird, error);
    const stream = world.stream({ ...soonDue, dynamodbPlugins: [faults.plugin] });
    expect(await stream(records)).toEqual([sequenceOf(records[2])]);
    expect(announcedIds(world)).toEqual(ids.slice(0, 2));
    expect(await stream(records.slice(2))).toEqual([]);
    expect(announcedIds(world)).toEqual(ids);
    expect(world.bus.published()).toHaveLength(3);
    faults.assertAllUsed();
  });

  it('delays later changes of its purchase', async () => {
    const world = await openAnnouncedSale();
    const { key, record } = await world.buy();
    const cancelled = await world.change('PURCHASES_TABLE', key, { status: 'CANCELLED' });
    const faults = createFaultInjector();
    faults.before('PutItemCommand', throttling);
    const stream = world.stream({ dynamodbPlugins: [faults.plugin] });
    expect(await stream([record, cancelled])).toEqual([sequenceOf(record)]);
    expect(world.bus.published()).toEqual([]);
    expect(await stream([record, cancelled])).toEqual([]);
    expect(world.bus.published().map(({ type }) => type)).toEqual([
      'PurchaseConfirmed',
      'PurchaseCancelled',
    ]);
  });
});

describe('a sweep that meets a fault', () => {
  it.each(['QueryCommand', 'UpdateItemCommand'])(
    'at %s keeps its position, and the next sweep fires the rest',
    async (command) => {
      const due = new Date('2031-05-31T20:00:20Z');
      const world = await openAnnouncedSale({ startsAt: '2031-06-01T20:00:00Z', capacity: 100 });
      const { records } = await makePurchases(world, 4);
      const longBefore = () => new Date('2031-05-01T20:00:00Z');
      expect(await world.stream({ clock: longBefore })(records)).toEqual([]);
      await world.sweep({ clock: () => new Date(due.getTime() - 60_000) })();
      const faults = createFaultInjector();
      const ofLane = laneOf(records[2]);
      const isOfLane = ({ commandName, input }: { commandName: string; input: unknown }) =>
        commandName === command && JSON.stringify(input).includes(ofLane);
      const inLane = records.filter((record) => laneOf(record) === ofLane).length;
      // Four attempts of a lane: each reads it, or fires its reminders.
      const times = 4 * (command === 'QueryCommand' ? 1 : inLane);
      faults.before(isOfLane, throttling, { times });
      const noWaits = () => 0;
      const sweep = world.sweep({
        ...{ clock: () => due, random: noWaits },
        dynamodbPlugins: [faults.plugin],
      });
      await expect(sweep()).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' });
      expect(faults.log()).toHaveLength(times);
      expect(await readSweepPosition(world.reminders)).toEqual({ sweptTo: '2031-05-31T19:59' });
      // The other lanes have fired theirs.
      expect(await sweep()).toEqual({ minutes: 1, fired: inLane, isDone: true });
      const after = await world.sweep({ clock: () => due })();
      expect(after.fired).toBe(0);
    },
  );

  it('for a moment sweeps the lane again in the same turn', async () => {
    const due = new Date('2031-05-31T20:00:20Z');
    const world = await openAnnouncedSale({ startsAt: '2031-06-01T20:00:00Z', capacity: 100 });
    const { records } = await makePurchases(world, 4);
    const longBefore = () => new Date('2031-05-01T20:00:00Z');
    expect(await world.stream({ clock: longBefore })(records)).toEqual([]);
    const faults = createFaultInjector();
    faults.before('UpdateItemCommand', throttling, { times: 2 });
    const sweep = world.sweep({
      ...{ clock: () => due, random: () => 0 },
      dynamodbPlugins: [faults.plugin],
    });
    expect(await sweep()).toEqual({ minutes: 1, fired: 4, isDone: true });
    expect(faults.log()).toHaveLength(2);
  });
});
