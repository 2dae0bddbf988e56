import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import { failEverySecondEntry } from '../support/announce/failing-entries.ts';
import {
  announcedIds,
  deliver,
  makePoison,
  makePurchases,
  sequenceOf,
} from '../support/announce/stream-records.ts';
import { connectionRefused, requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';

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
