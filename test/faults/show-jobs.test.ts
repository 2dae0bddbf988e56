import { cancelShow, listShowJobs } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import {
  CANCELLED_AT,
  type CancelledShow,
  makeCancelledShow,
  minutesLater,
} from '../support/announce/cancelled-show.ts';
import { makeMovingShow, startDueIn } from '../support/announce/moving-show.ts';
import {
  connectionRefused,
  requestTimeout,
  throttling,
  transactionCanceled,
} from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';

/** Every kind of call in one turn. */
const CALLS = [
  'QueryCommand',
  'GetItemCommand',
  'BatchGetItemCommand',
  'TransactWriteItemsCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
];

const moments = [
  ['before it was sent', 'before', connectionRefused],
  ['after it took effect', 'after', requestTimeout],
] as const;

async function expectAllCancelledOnce({ announced, purchaseIds, cancelled, audit }: CancelledShow) {
  expect(cancelled()).toEqual(purchaseIds);
  expect(announced.bus.distinct().filter(({ type }) => type === 'ShowCancelled')).toHaveLength(1);
  expect(await audit()).toMatchObject({
    ...{ holds: true, sold: 0, tickets: 0 },
    byStatus: { CANCELLED: purchaseIds.length },
  });
  expect(await listShowJobs(announced.sale.store)).toEqual([]);
}

describe('each purchase of a cancelled show is cancelled once', () => {
  it.each(moments)('even if each turn loses a different call %s', async (_, moment, fault) => {
    const show = await makeCancelledShow(6, { buckets: 1, batch: 1 });
    const met = new Set<string>();
    let turn = 0;
    await show.runToTheEnd(() => {
      const faults = createFaultInjector();
      faults[moment](() => true, fault, { skip: turn });
      turn += 1;
      const dynamodbPlugins = [faults.plugin];
      const run = show.announced.jobs({ ...minutesLater(2), pageEntries: 1, dynamodbPlugins });
      return async () => {
        await run().catch(() => undefined);
        for (const { commandName } of faults.log()) met.add(commandName);
      };
    });
    await expectAllCancelledOnce(show);
    // Which turn ends the job depends on earlier turns. The next test covers the call that ends it.
    expect([...met, 'DeleteItemCommand']).toEqual(expect.arrayContaining(CALLS));
  });

  it.each(CALLS.flatMap((call) => moments.map(([when, ...how]) => [call, when, ...how] as const)))(
    'even if %s is lost %s twice',
    async (call, _, moment, fault) => {
      const show = await makeCancelledShow(2);
      const faults = createFaultInjector();
      faults[moment](call, fault, { times: 2 });
      const dynamodbPlugins = [faults.plugin];
      const jobs = show.announced.jobs({ ...minutesLater(2), pageEntries: 1, dynamodbPlugins });
      await show.runToTheEnd(() => () => jobs().catch(() => undefined));
      await expectAllCancelledOnce(show);
      expect(faults.log().length).toBeGreaterThan(0);
    },
  );

  it.each([
    ['a throttle', throttling],
    ['a conflict', () => transactionCanceled(['None', 'None', 'TransactionConflict', 'None'])],
  ])('even if %s hits every second transaction', async (_, fault) => {
    const show = await makeCancelledShow(3, { buckets: 1, batch: 1 });
    const faults = createFaultInjector();
    let sent = 0;
    const everySecond = ({ commandName }: { commandName: string }) => {
      if (commandName !== 'TransactWriteItemsCommand') return false;
      sent += 1;
      return sent % 2 === 1;
    };
    faults.before(everySecond, fault, { times: 50 });
    const dynamodbPlugins = [faults.plugin];
    const jobs = show.announced.jobs({ ...minutesLater(2), pageEntries: 1, dynamodbPlugins });
    await show.runToTheEnd(() => jobs);
    await expectAllCancelledOnce(show);
    expect(faults.log().length).toBeGreaterThan(3);
  });
});

it('a fault in one show’s job does not delay the job of another show', async () => {
  const first = await makeCancelledShow(2);
  const { announced } = first;
  const faults = createFaultInjector();
  const isOfFirst = ({ commandName, input }: { commandName: string; input: unknown }) =>
    commandName === 'QueryCommand' && JSON.stringify(input).includes(announced.sale.show.showId);
  faults.before(isOfFirst, throttling, { times: 10 });
  const other = await announced.sale.addShow();
  await cancelShow(announced.sale.store, other, { at: CANCELLED_AT, correlationId: 'also' });
  const jobs = announced.jobs({ ...minutesLater(2), dynamodbPlugins: [faults.plugin] });
  expect(await jobs()).toEqual({ jobs: 2, changed: 0, ended: 1 });
  expect(await listShowJobs(announced.sale.store)).toMatchObject([
    { showId: announced.sale.show.showId },
  ]);
});

it.each(moments)(
  'reminders are moved once, even if each turn loses a different call %s',
  async (_, moment, fault) => {
    const show = await makeMovingShow(10);
    const bought = [];
    for (let count = 0; count < 6; count += 1) bought.push(await show.buy());
    await show.drain();
    await show.move(20);
    for (let turn = 0; turn < 14; turn += 1) {
      const faults = createFaultInjector();
      faults[moment](() => true, fault, { skip: turn });
      await show.jobs({ plugin: faults.plugin }).catch(() => undefined);
    }
    await show.settle();
    expect(show.reminded()).toHaveLength(bought.length);
    expect(new Set(show.reminded().map(({ purchaseId }) => purchaseId)).size).toBe(bought.length);
    for (const { startsAt } of show.reminded()) expect(startsAt).toBe(startDueIn(20));
  },
);
