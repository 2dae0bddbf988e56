import { type LagRecord, writeLag } from '@willcall/store';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { createCapacityMeter } from '../support/capacity/capacity-meter.ts';
import { requestTimeout, throttling } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { setAttributes } from '../support/records/set-attributes.ts';

const MINUTE_MS = 60_000;

let ahead = 0;
const clock = () => new Date(Date.now() + ahead);
const ago = (milliseconds: number) => new Date(clock().getTime() - milliseconds).toISOString();
beforeEach(() => {
  ahead = 0;
});

/** Opens a box office that counts its messages and whose clock the test can move. */
const openCountingOffice = async (pollers?: number) => {
  const sqs = createCallCounter();
  const faults = createFaultInjector();
  const meter = createCapacityMeter({
    endpoint: inject('dynamodbEndpoint'),
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const office = await openBoxOffice({
    ...(pollers === undefined ? {} : { pollers }),
    seams: {
      clock,
      sqsPlugins: [sqs.plugin, faults.plugin],
      dynamodbPlugins: [meter.plugin, faults.plugin],
    },
  });
  return { ...office, faults, meter, sent: () => sqs.calls().SendMessageCommand ?? 0 };
};

/** Sets the latch as the worker does, or clears it as a return of tickets does. */
const setLatch = async ({ store }: BoxOffice, showId: string, soldOutAt?: string) => {
  await store.documents.send(setAttributes(store.tables.shows, { showId }, { soldOutAt }));
};

const storeLag = ({ store, stage }: BoxOffice, pulse: Omit<LagRecord, 'environment'>) =>
  writeLag(
    { ...store, tables: { pulse: stage.resources.tables.pulse } },
    { environment: 'a worker', ...pulse },
  );

const key = (name: string) => ({ 'idempotency-key': name });

/** Posts as new buyers until the answer has this status. */
const postUntilStatus = (office: BoxOffice, showId: string, status: number) =>
  expect
    .poll(async () => (await (await office.buyer()).post(purchaseBody({ showId }))).status)
    .toBe(status);

describe('a settled latch', () => {
  it('answers 409 with the key and no message to a new buyer, and 202 to a winner', async () => {
    const office = await openCountingOffice();
    const { showId } = await office.makeShow({ capacity: 1 });
    const ana = await office.buyer();
    const bob = await office.buyer();
    const cleo = await office.buyer();
    const body = purchaseBody({ showId });
    const won = await ana.post(body, key('first'));
    const { location = '' } = won.headers;
    expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
    const lost = await bob.post(body, key('first'));
    expect(await bob.decided(lost.headers.location ?? '')).toMatchObject({ reason: 'SOLD_OUT' });
    await setLatch(office, showId, ago(0));
    await openStageQueue(office.stage.resources.queues.purchases).untilEmpty();
    ahead = 10 * MINUTE_MS;
    await postUntilStatus(office, showId, 409);

    const before = office.sent();
    const refused = await cleo.post(body, key('mine'));
    expect(refused).toMatchObject({
      status: 409,
      headers: { 'content-type': 'application/problem+json', 'idempotency-key': 'mine' },
      body: { code: 'SOLD_OUT', status: 409 },
    });
    expect(await ana.post(body, key('first'))).toMatchObject({
      status: 202,
      headers: { location, 'retry-after': '1', 'idempotency-key': 'first' },
      body: won.body,
    });
    expect(await ana.post(body, key('second'))).toMatchObject({ status: 409 });
    // A rejected purchase has a record too, which says what was decided and when.
    expect(await bob.post(body, key('first'))).toMatchObject({ status: 202, body: lost.body });
    expect(office.sent()).toBe(before);
    expect((await ana.get(location)).body).toMatchObject({ status: 'CONFIRMED' });
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 1 });

    // Tickets were returned: the same refused key may try again.
    await setLatch(office, showId);
    await postUntilStatus(office, showId, 202);
    expect(await cleo.post(body, key('mine'))).toMatchObject({ status: 202 });
  });

  it('makes a refusal cost no message, no write, and one read unit besides the copies', async () => {
    const office = await openCountingOffice(0);
    const { showId } = await office.makeShow();
    await setLatch(office, showId, ago(10 * MINUTE_MS));
    const buyers = await Promise.all(Array.from({ length: 20 }, () => office.buyer()));
    await postUntilStatus(office, showId, 409);

    const before = office.sent();
    const began = Date.now();
    const { readUnits, writeUnits, tables } = await office.meter.during(async () => {
      for (const buyer of buyers) {
        expect(await buyer.post(purchaseBody({ showId }))).toMatchObject({ status: 409 });
      }
    });
    const secondsBegun = Math.floor((Date.now() - began) / 1_000) + 1;
    expect({ sent: office.sent() - before, writeUnits }).toEqual({ sent: 0, writeUnits: 0 });
    expect(tables[office.store.tables.purchases]?.readUnits).toBe(buyers.length);
    // The copies: of the show and of its lag.
    expect(readUnits).toBeLessThanOrEqual(buyers.length + secondsBegun);
  });

  it.each(['purchases', 'pulse'] as const)(
    'queues a buyer when the table %s does not answer',
    async (table) => {
      const office = await openCountingOffice(0);
      const { showId } = await office.makeShow();
      await setLatch(office, showId, ago(10 * MINUTE_MS));
      const name = office.stage.resources.tables[table];
      office.faults.before(
        ({ input }) => Reflect.get(Object(input), 'TableName') === name,
        throttling,
        1_000,
      );
      const answer = await (await office.buyer()).post(purchaseBody({ showId }));
      expect(answer).toMatchObject({ status: 202, headers: { 'retry-after': '1' } });
      expect(office.sent()).toBe(1);
    },
  );

  it('leaves a cancelled show to the worker, which knows the better reason', async () => {
    const office = await openCountingOffice(0);
    const { showId } = await office.makeShow();
    await setLatch(office, showId, ago(10 * MINUTE_MS));
    await office.store.documents.send(
      setAttributes(office.store.tables.shows, { showId }, { cancelledAt: ago(0) }),
    );
    const answer = await (await office.buyer()).post(purchaseBody({ showId }));
    expect(answer).toMatchObject({ status: 202 });
  });
});

describe('a buyer whose earlier attempt is still queued', () => {
  it('gets 202 again, with a message, while the latch is young', async () => {
    const office = await openCountingOffice(0);
    const { showId } = await office.makeShow();
    await setLatch(office, showId, ago(0));
    const ana = await office.buyer();
    const first = await ana.post(purchaseBody({ showId }), key('mine'));
    ahead = MINUTE_MS / 2;
    const again = await ana.post(purchaseBody({ showId }), key('mine'));
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(office.sent()).toBe(2);
  });

  it('gets 202 again at any age of the latch when the same environment queued the attempt', async () => {
    const office = await openCountingOffice(0);
    const { showId } = await office.makeShow();
    await setLatch(office, showId, ago(0));
    const ana = await office.buyer();
    const lost = await office.buyer();
    const first = await ana.post(purchaseBody({ showId }), key('mine'));
    // The environment does not know whether the queue took this message. It did.
    office.faults.after('SendMessageCommand', requestTimeout);
    expect(await lost.post(purchaseBody({ showId }), key('mine'))).toMatchObject({ status: 503 });
    ahead = 60 * MINUTE_MS;
    await postUntilStatus(office, showId, 409);

    const again = await ana.post(purchaseBody({ showId }), key('mine'));
    expect(again).toMatchObject({ status: 202, body: first.body });
    expect(await lost.post(purchaseBody({ showId }), key('mine'))).toMatchObject({ status: 202 });
    expect(await ana.post(purchaseBody({ showId }), key('other'))).toMatchObject({ status: 409 });
  });

  it('gets 202 again while the lag of the show exceeds half of the latch’s age', async () => {
    const office = await openCountingOffice(0);
    const { showId } = await office.makeShow();
    await setLatch(office, showId, ago(0));
    ahead = 10 * MINUTE_MS;
    const at = clock().toISOString();
    await storeLag(office, { subject: showId, lagMs: 0, highestLagMs: 5 * MINUTE_MS, at });
    const ana = await office.buyer();
    const first = await ana.post(purchaseBody({ showId }), key('mine'));
    expect(await ana.post(purchaseBody({ showId }), key('mine'))).toMatchObject({
      status: 202,
      body: first.body,
    });
    expect(office.sent()).toBe(2);

    // The lag of another show does not apply to this one.
    await storeLag(office, { subject: showId, lagMs: 0, at });
    await storeLag(office, { subject: 'another', lagMs: 60 * MINUTE_MS, at });
    await postUntilStatus(office, showId, 409);
  });
});
