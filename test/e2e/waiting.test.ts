import { type LagRecord, writeLag } from '@willcall/store';
import { describe, expect, inject, it } from 'vitest';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';

const MINUTE_MS = 60_000;

/** A box office without pollers, where no purchase is decided. */
const openWaitingOffice = async () => {
  const faults = createFaultInjector();
  const meter = createCapacityMeter({
    endpoint: inject('dynamodbEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const office = await openBoxOffice({
    pollers: 0,
    seams: { dynamodbPlugins: [meter.plugin, faults.plugin], random: () => 0.999 },
  });
  const { showId } = await office.makeShow();
  return { ...office, showId, meter, faults };
};

const storeLag = ({ store, stage }: BoxOffice, lagMs: number, more: Partial<LagRecord> = {}) =>
  writeLag(
    { ...store, tables: { pulse: stage.resources.tables.pulse } },
    { subject: 'queue', environment: 'a', lagMs, at: new Date().toISOString(), ...more },
  );

describe('a buyer whose purchase is not decided yet', () => {
  it('gets one second and no estimate while no worker has measured the lag', async () => {
    const office = await openWaitingOffice();
    const ana = await office.buyer();
    const { headers } = await ana.post(purchaseBody({ showId: office.showId }));
    expect(headers['retry-after']).toBe('1');
    const { location = '' } = headers;
    const answer = await ana.get(location);
    expect(answer).toMatchObject({ status: 200, headers: { 'retry-after': '1' } });
    expect(Object.keys(Object(answer.body))).toEqual(['purchaseId', 'status']);
  });

  it('gets an estimate by the slowest worker, counted from the POST', async () => {
    const office = await openWaitingOffice();
    await storeLag(office, 3_000, { environment: 'a' });
    await storeLag(office, 45_500, { environment: 'b' });
    await storeLag(office, 90_000, { environment: 'old', at: ago(2 * MINUTE_MS) });
    await storeLag(office, 99_000, { subject: office.showId });
    const ana = await office.buyer();
    const { headers } = await ana.post(purchaseBody({ showId: office.showId }));
    expect(headers['retry-after']).toBe('10');
    expect(await ana.get(headers.location ?? '')).toMatchObject({
      status: 200,
      headers: { 'retry-after': '10' },
      body: { status: 'PENDING', estimatedWaitSeconds: 46 },
    });
  });

  it('gets a shorter estimate within seconds when the lag falls', async () => {
    const office = await openWaitingOffice();
    await storeLag(office, 45_000);
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId: office.showId }));
    expect((await ana.get(location)).body).toMatchObject({ estimatedWaitSeconds: 45 });
    await storeLag(office, 400);
    await expect
      .poll(async () => (await ana.get(location)).body)
      .toMatchObject({ estimatedWaitSeconds: 1 });
  });

  it('costs half a read unit for each read, and the lag one read a second for all buyers', async () => {
    const office = await openWaitingOffice();
    await storeLag(office, 45_000);
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId: office.showId }));
    const reads = 20;
    const began = Date.now();
    const { tables, calls, writeUnits } = await office.meter.during(async () => {
      for (let read = 0; read < reads; read += 1) await ana.get(location);
    });
    const secondsBegun = Math.floor((Date.now() - began) / 1_000) + 1;
    const { purchases, pulse } = office.stage.resources.tables;
    expect(tables[purchases]).toEqual({ readUnits: reads * 0.5, writeUnits: 0 });
    expect(tables[pulse]?.readUnits).toBeLessThanOrEqual(secondsBegun * 0.5);
    expect({ gets: calls.GetItemCommand, writeUnits }).toEqual({ gets: reads, writeUnits: 0 });
  });

  it('gets PENDING even when the lag cannot be read', async () => {
    const office = await openWaitingOffice();
    await storeLag(office, 45_000);
    const { pulse } = office.stage.resources.tables;
    office.faults.before(
      ({ input }) => Reflect.get(Object(input), 'TableName') === pulse,
      throttling,
      1_000,
    );
    const ana = await office.buyer();
    const location = await ana.request(purchaseBody({ showId: office.showId }));
    const answer = await ana.get(location);
    expect(answer).toMatchObject({ status: 200, headers: { 'retry-after': '1' } });
    expect(Object.keys(Object(answer.body))).toEqual(['purchaseId', 'status']);
  });
});

const ago = (milliseconds: number) => new Date(Date.now() - milliseconds).toISOString();
