import { finishJob, listShowJobs } from '@willcall/store';
import { expect, it } from 'vitest';
import {
  CANCELLED_AT,
  makeCancelledShow,
  minutesLater,
} from '../support/announce/cancelled-show.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../support/sale/purchase-message.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

/**
 * Returns the remaining milliseconds, which a run reads before each step: enough for `steps` steps,
 * then none.
 */
const makeRemainingTime = (steps: number) => {
  let calls = 0;
  return () => {
    calls += 1;
    return calls <= steps ? 60_000 : 0;
  };
};

it('a show with 60 purchases of 30 buyers is cancelled in interrupted runs, each purchase once', async () => {
  const { announced, purchaseIds, runToTheEnd, audit, cancelled } = await makeCancelledShow(30);
  const { show, store } = announced.sale;
  expect(purchaseIds).toHaveLength(60);
  expect(cancelled()).toEqual([]);

  const seams = { ...minutesLater(2), pageEntries: 1 };
  const turns = await runToTheEnd(() => announced.jobs(seams, makeRemainingTime(4)));
  expect(turns).toBeGreaterThan(2);

  expect(cancelled()).toEqual(purchaseIds);
  const reported = announced.bus.published().filter(({ type }) => type === 'PurchaseCancelled');
  expect(reported).toHaveLength(60);
  expect(reported[0]?.detail).toMatchObject({
    showId: show.showId,
    occurredAt: minutesLater(2).clock().toISOString(),
    correlationId: 'called-off',
  });
  expect(announced.bus.published().filter(({ type }) => type === 'ShowCancelled')).toMatchObject([
    { detail: { showId: show.showId, occurredAt: CANCELLED_AT, correlationId: 'called-off' } },
  ]);
  expect(await audit()).toMatchObject({
    ...{ holds: true, available: show.capacity, sold: 0, tickets: 0 },
    byStatus: { CANCELLED: 60 },
  });
  // A cancelled show does not count returns: each of them would wait for its item.
  expect(await announced.sale.showNow()).toMatchObject({ returns: 0, cancelledAt: CANCELLED_AT });
  expect(await listShowJobs(store)).toEqual([]);
  expect(await announced.parked()).toEqual([]);
});

it('no reminder of a cancelled show fires, whether its purchase is cancelled already or not', async () => {
  const { announced, streams, purchaseIds, cancelled } = await makeCancelledShow(30);
  const seams = { ...minutesLater(2), pageEntries: 1 };
  await streams.record(announced.jobs(seams, makeRemainingTime(4)));
  await streams.drain(seams);
  expect(cancelled().length).toBeLessThan(purchaseIds.length);
  const due = { clock: () => new Date('2031-05-31T20:00:20Z') };
  await streams.record(announced.sweep(due));
  await streams.drain(due);
  const types = new Set(announced.bus.published().map(({ type }) => type));
  expect(types).toContain('PurchaseCancelled');
  expect(types).not.toContain('ReminderDue');
});

it('a sale that was committed with the show as it was before is found by a later pass', async () => {
  const { announced, streams, runToTheEnd, cancelled, purchaseIds, audit } =
    await makeCancelledShow(3);
  const { store } = announced.sale;
  const { showId } = announced.sale.show;

  const early = await announced.jobs(minutesLater(0.5))();
  expect(early).toEqual({ jobs: 1, changed: 6, ended: 0 });
  expect(await listShowJobs(store)).toMatchObject([{ notBefore: '2031-05-01T08:01:30.000Z' }]);
  expect(await announced.jobs(minutesLater(1))()).toEqual({ jobs: 0, changed: 0, ended: 0 });

  // Like a worker that read the show before it was cancelled.
  const key = { showId };
  await announced.change('SHOWS_TABLE', key, { cancelledAt: undefined });
  const late = makePurchaseMessage({ showId, requestedAt: '2031-05-01T07:59:59.000Z' });
  const clock = () => new Date('2031-05-01T08:00:20.000Z');
  await streams.record(() => announced.sale.worker({ clock })([makePurchaseSqsRecord(late)]));
  await announced.change('SHOWS_TABLE', key, { cancelledAt: CANCELLED_AT });

  expect(await runToTheEnd(() => announced.jobs(minutesLater(2)))).toBe(1);
  expect(await announced.sale.recordOf(late)).toMatchObject({ status: 'CANCELLED' });
  expect(cancelled()).toContain(late.purchaseId);
  expect(await audit()).toMatchObject({ byStatus: { CANCELLED: purchaseIds.length + 1 } });
});

it('two runs at once cancel each purchase once', async () => {
  const { announced, streams, purchaseIds, cancelled, audit } = await makeCancelledShow(6);
  const turn = () => announced.jobs({ ...minutesLater(2), pageEntries: 1 })();
  await streams.record(() => Promise.all([turn(), turn()]));
  await streams.drain(minutesLater(2));
  expect(cancelled()).toEqual(purchaseIds);
  expect(await audit()).toMatchObject({ holds: true, sold: 0 });
  expect(await listShowJobs(announced.sale.store)).toEqual([]);
});

it('a purchase that cannot be read is left for a person, and its job stays open', async () => {
  const { announced, audit, keys } = await makeCancelledShow(2);
  const { store } = announced.sale;
  const [spoiled = {}] = keys;
  await announced.change('PURCHASES_TABLE', spoiled, { requestedAt: 'some day' });

  expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 1, changed: 3, ended: 0 });
  expect(await listShowJobs(store)).toMatchObject([{ notBefore: '2031-05-01T08:12:00.000Z' }]);
  await announced.change('PURCHASES_TABLE', spoiled, { requestedAt: '2031-05-01T07:00:00.000Z' });
  expect(await announced.jobs(minutesLater(12))()).toEqual({ jobs: 1, changed: 1, ended: 1 });
  expect(await audit()).toMatchObject({ holds: true, sold: 0 });
});

it('a run stops when another run has finished its job', async () => {
  const { announced } = await makeCancelledShow(1);
  const { store } = announced.sale;
  const [job] = await listShowJobs(store);
  if (job === undefined) throw new Error('expected a job');
  const ended = runBefore('DeleteItemCommand', () => finishJob(store, job));
  const seams = { ...minutesLater(2), dynamodbPlugins: [ended] };
  expect(await announced.jobs(seams)()).toEqual({ jobs: 1, changed: 2, ended: 0 });
});

it('a run without a job makes two calls', async () => {
  const { announced, runToTheEnd } = await makeCancelledShow(1);
  await runToTheEnd(() => announced.jobs(minutesLater(2)));
  const calls = createCallCounter();
  const idle = announced.jobs({ dynamodbPlugins: [calls.plugin] });
  expect(await idle()).toEqual({ jobs: 0, changed: 0, ended: 0 });
  // The jobs, and the shows to settle.
  expect(calls.calls()).toEqual({ QueryCommand: 2 });
});

it('a run takes 2,000 write units a second, so that other shows can sell', async () => {
  const { announced } = await makeCancelledShow(3);
  const waits: number[] = [];
  const wait = async (milliseconds: number) => void waits.push(Math.round(milliseconds));
  await announced.jobs({ ...minutesLater(2), wait })();
  // One transaction: 2 units each for six purchases, two shards and the entry.
  expect(waits).toEqual([9]);
});
