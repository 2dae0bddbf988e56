import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import {
  cancelPurchase,
  cancelShow,
  latchSoldOut,
  ledgerKey,
  listPurchases,
  listShowJobs,
  readJournalPage,
  seatKey,
  shardKey,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../support/announce/announced-sale.ts';
import {
  type CancelledShow,
  makeCancelledShow,
  minutesLater,
} from '../support/announce/cancelled-show.ts';
import { createCallCounter } from '../support/capacity/call-counter.ts';
import type { SdkPlugin } from '../support/capacity/sdk-plugin.ts';
import { type CancellationCode, transactionCanceled } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { damageRecord, LONG_NUMBER, type RecordAddress } from '../support/records/damage-record.ts';
import { around, readsPurchases } from '../support/sale/around-call.ts';
import { runBefore } from '../support/sale/watch-calls.ts';

type Action = { readonly Update?: { readonly Key: Readonly<Record<string, { S?: string }>> } };

/** Cancels each transaction that updates a matching item, with a reason for that item. */
function refuseItems(isRefused: (key: string) => boolean, code: CancellationCode, times = 50) {
  const faults = createFaultInjector();
  let codes: CancellationCode[] = [];
  const concerns = ({ commandName, input }: { commandName: string; input: unknown }) => {
    if (commandName !== 'TransactWriteItemsCommand') return false;
    const actions: readonly Action[] = Object(input).TransactItems;
    codes = actions.map(({ Update }) =>
      isRefused(JSON.stringify(Update?.Key ?? {})) ? code : 'None',
    );
    return codes.includes(code);
  };
  faults.before(concerns, () => transactionCanceled(codes), { times });
  return faults;
}

/** Makes a record bad, and returns what makes it good again. */
type Spoil = (show: CancelledShow) => Promise<() => Promise<unknown>>;

const purchasesTable = ({ announced }: CancelledShow) => announced.sale.store.tables.purchases;
const firstKey = ({ keys: [key] }: CancelledShow) => known(key, 'purchase');

/** The ledger of the buyer whose purchases are the first and the fifth. */
const ledgerOf = (show: CancelledShow) => ({
  table: purchasesTable(show),
  key: { userId: 'buyer-0', recordKey: ledgerKey(show.announced.sale.show.showId) },
});

/** The only stock shard. */
const shardOf = ({ announced: { sale } }: CancelledShow) => ({
  table: sale.store.tables.stock,
  key: { bucketKey: shardKey(sale.show.showId, 0) },
});

/** Adds to a counter. */
const add = (
  { announced }: CancelledShow,
  { table, key }: RecordAddress,
  counter: 'tickets' | 'sold',
  amount: number,
) =>
  announced.sale.store.documents.send(
    new UpdateCommand({
      TableName: table,
      Key: key,
      UpdateExpression: `ADD ${counter} :amount`,
      ExpressionAttributeValues: { ':amount': amount },
    }),
  );

/** Each of four buyers has bought twice, one ticket or two: 12 tickets in all. */
const spoiled: readonly (readonly [what: string, failed: number, spoil: Spoil])[] = [
  [
    'a purchase whose record cannot be read',
    1,
    (show) => {
      const record = { table: purchasesTable(show), key: firstKey(show) };
      return damageRecord(show.announced.sale.store, record, { decidedAt: 'some day' });
    },
  ],
  [
    'a purchase whose record was deleted',
    1,
    async (show) => {
      const { store } = show.announced.sale;
      const record = { TableName: purchasesTable(show), Key: firstKey(show) };
      const { Item = {} } = await store.documents.send(new GetCommand(record));
      await store.documents.send(new DeleteCommand(record));
      return () => store.documents.send(new PutCommand({ TableName: record.TableName, Item }));
    },
  ],
  [
    'a ledger that cannot be read',
    2,
    (show) => damageRecord(show.announced.sale.store, ledgerOf(show), { tickets: LONG_NUMBER }),
  ],
  [
    'a ledger that counts a ticket too few',
    1,
    async (show) => {
      await add(show, ledgerOf(show), 'tickets', -1);
      return () => add(show, ledgerOf(show), 'tickets', 1);
    },
  ],
  [
    'a shard that cannot be read',
    8,
    (show) => damageRecord(show.announced.sale.store, shardOf(show), { sold: 'many' }),
  ],
  [
    'a shard that counts a ticket too few',
    1,
    async (show) => {
      await add(show, shardOf(show), 'sold', -1);
      return () => add(show, shardOf(show), 'sold', 1);
    },
  ],
];

describe('one bad record takes nothing from the other purchases of a transaction:', () => {
  it.each(spoiled)('%s', async (_, failed, spoil) => {
    const show = await makeCancelledShow(4, { buckets: 1, maxTicketsPerBuyer: 8 });
    const repair = await spoil(show);
    const jobs = (minutes: number) => show.announced.jobs(minutesLater(minutes))();
    expect(await jobs(2)).toEqual({ jobs: 1, changed: 8 - failed, ended: 0 });
    expect(await listShowJobs(show.announced.sale.store)).toMatchObject([
      { notBefore: '2031-05-01T08:12:00.000Z' },
    ]);
    await repair();
    expect(await jobs(12)).toEqual({ jobs: 1, changed: failed, ended: 1 });
    expect(await show.audit()).toMatchObject({ holds: true, sold: 0 });
  });

  it.each<[string, (show: CancelledShow) => string, number]>([
    ['a purchase', (show) => firstKey(show).recordKey ?? '', 1],
    ['a ledger', () => 'buyer-0"},"recordKey":{"S":"S#', 2],
    ['a shard', (show) => shardOf(show).key.bucketKey, 8],
  ])('%s that DynamoDB rejects', async (_, find, failed) => {
    const show = await makeCancelledShow(4, { buckets: 1, maxTicketsPerBuyer: 8 });
    const wanted = find(show);
    const faults = refuseItems((key) => key.includes(wanted), 'ValidationError');
    const seams = { ...minutesLater(2), dynamodbPlugins: [faults.plugin] };
    expect(await show.announced.jobs(seams)()).toEqual({ jobs: 1, changed: 8 - failed, ended: 0 });
    expect(await show.announced.jobs(minutesLater(12))()).toEqual({
      ...{ jobs: 1, changed: failed, ended: 1 },
    });
    expect(await show.audit()).toMatchObject({ holds: true, sold: 0 });
  });

  it('a seat that another purchase holds', async () => {
    const show = await makeCancelledShow(2, { buckets: 1, seats: ['A1', 'A2', 'A3', 'A4'] });
    const { store, show: played } = show.announced.sale;
    const seat = { table: store.tables.seats, key: seatKey(played, 'A2') };
    const repair = await damageRecord(store, seat, { heldBy: '3#bob#P#0000000000000000' });
    expect(await show.announced.jobs(minutesLater(2))()).toMatchObject({ changed: 3, ended: 0 });
    await repair();
    expect(await show.announced.jobs(minutesLater(12))()).toMatchObject({ changed: 1, ended: 1 });
    expect(await show.audit()).toMatchObject({ holds: true, sold: 0 });
  });

  it('an entry that cannot be read, and whose purchases are found once it can', async () => {
    const show = await makeCancelledShow(2, { buckets: 1, batch: 1 });
    const { store } = show.announced.sale;
    const bucketKey = shardOf(show).key.bucketKey;
    const { entries } = await readJournalPage(store, show.announced.sale.show.showId, 0, {
      limit: 10,
    });
    const { entryKey } = known(
      entries.find(({ kind }) => kind === 'SALE'),
      'entry',
    );
    const entry = { table: store.tables.journal, key: { bucketKey, entryKey } };
    const repair = await damageRecord(store, entry, { postings: 'none' });
    expect(await show.announced.jobs(minutesLater(2))()).toMatchObject({ changed: 3, ended: 0 });
    await repair();
    expect(await show.announced.jobs(minutesLater(12))()).toMatchObject({ changed: 1, ended: 1 });
    expect(await show.audit()).toMatchObject({ holds: true, sold: 0 });
  });
});

/** A buyer cancels the first purchase, with the show as it is now. */
async function cancelFirst({ announced: { sale } }: CancelledShow): Promise<void> {
  const { records } = await listPurchases(sale.store, 'buyer-0');
  const [purchase] = records.filter(({ status }) => status === 'CONFIRMED');
  if (purchase?.status !== 'CONFIRMED') throw new Error('expected a confirmed purchase');
  await cancelPurchase(sale.store, purchase, (await sale.showNow()) ?? sale.show, {
    at: minutesLater(2).clock().toISOString(),
    correlationId: 'by-the-buyer',
    random: () => 0,
    wait: async () => undefined,
  });
}

describe('each purchase is cancelled once, in as few transactions as can be,', () => {
  const runWith = async (show: CancelledShow, ...plugins: SdkPlugin[]) => {
    const calls = createCallCounter();
    const seams = { ...minutesLater(2), dynamodbPlugins: [...plugins, calls.plugin] };
    await show.runToTheEnd(() => show.announced.jobs(seams));
    expect(show.cancelled()).toEqual(show.purchaseIds);
    expect(await show.audit()).toMatchObject({ holds: true, sold: 0 });
    return calls.calls();
  };
  const eight = () => makeCancelledShow(4, { buckets: 1, maxTicketsPerBuyer: 8 });

  it('if its buyer cancels it after the job has read it', async () => {
    const show = await eight();
    const byBuyer = runBefore('TransactWriteItemsCommand', () => cancelFirst(show));
    const { TransactWriteItemsCommand: sent } = await runWith(show, byBuyer);
    // AWS refuses the buyer's other purchase as well, because they share a ledger: it is sent alone.
    expect(sent).toBeGreaterThanOrEqual(2);
    expect(sent).toBeLessThanOrEqual(3);
  });

  it('if it cannot be read yet, although its entry can', async () => {
    const show = await eight();
    const table = purchasesTable(show);
    const hide = around(readsPurchases(show.announced.sale), async (read) => {
      Object(await read()).Responses[table] = [];
    });
    expect(await runWith(show, hide)).toMatchObject({
      BatchGetItemCommand: 3,
      TransactWriteItemsCommand: 1,
    });
  });

  it('if another entry has the key of its entry', async () => {
    const show = await eight();
    const isEntry = (key: string) => key === '{}';
    const faults = refuseItems(isEntry, 'ConditionalCheckFailed', 1);
    expect(await runWith(show, faults.plugin)).toMatchObject({ TransactWriteItemsCommand: 2 });
    faults.assertAllUsed();
  });

  it('if other transactions hold its stock shard for longer than a turn waits', async () => {
    const show = await eight();
    const { bucketKey } = shardOf(show).key;
    const faults = refuseItems((key) => key.includes(bucketKey), 'TransactionConflict', 9);
    const seams = { ...minutesLater(2), dynamodbPlugins: [faults.plugin] };
    expect(await show.announced.jobs(seams)()).toEqual({ jobs: 1, changed: 0, ended: 0 });
    expect(await runWith(show, faults.plugin)).toMatchObject({ TransactWriteItemsCommand: 2 });
    faults.assertAllUsed();
  });
});

it('a sold-out show that is cancelled has no latch, and gets none from a worker that has just looked', async () => {
  const announced = await openAnnouncedSale({ capacity: 1, startsAt: '2031-06-01T20:00:00Z' });
  const { show, showNow, store, storeWith } = announced.sale;
  await announced.buy();
  expect(await showNow()).toMatchObject({ soldOutAt: expect.any(String) });
  const by = { at: '2031-05-01T08:00:00.000Z', correlationId: 'called-off' };
  const cancelled = await cancelShow(store, show, by);
  expect(cancelled).toMatchObject({ cancelledAt: by.at });
  expect(cancelled).not.toHaveProperty('soldOutAt');

  const key = { showId: show.showId };
  await announced.change('SHOWS_TABLE', key, { cancelledAt: undefined });
  const cancel = runBefore('UpdateItemCommand', () => cancelShow(store, show, by));
  expect(await latchSoldOut(storeWith(cancel), show, by)).toBe(false);
  expect(await showNow()).toMatchObject({ cancelledAt: by.at });
  expect(await showNow()).not.toHaveProperty('soldOutAt');
});
