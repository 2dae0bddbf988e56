import { readSweepPosition } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import {
  announcedIds,
  laneOf,
  makePurchases,
  sequenceOf,
} from '../support/announce/stream-records.ts';
import { requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';

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
