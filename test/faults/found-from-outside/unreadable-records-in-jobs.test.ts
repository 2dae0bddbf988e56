import {
  cancelShow,
  ledgerKey,
  listShowJobs,
  readSweepPosition,
  saveSweepPosition,
  seatKey,
  setReminder,
  shardKey,
} from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { openAnnouncedSale } from '../../support/announce/announced-sale.ts';
import {
  CANCELLED_AT,
  makeCancelledShow,
  minutesLater,
} from '../../support/announce/cancelled-show.ts';
import { openFlyerUploads, png } from '../../support/flyer-uploads.ts';
import { type Damage, damageRecord, LONG_NUMBER } from '../../support/records/damage-record.ts';
import { recordKeyOf } from '../../support/records/purchase-key.ts';
import { openSale } from '../../support/sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../../support/sale/purchase-message.ts';
import { saleCommand } from '../../support/subscribers/command.ts';

describe('a batch of the worker', () => {
  const order = (showId: string, more: object = {}) => makePurchaseMessage({ showId, ...more });

  it('goes on for other shows when one is damaged', async () => {
    const sale = await openSale({ capacity: 50 });
    const damaged = await sale.addShow();
    const table = sale.store.tables.shows;
    await damageRecord(sale.store, { table, key: { showId: damaged.showId } }, { price: 'x' });
    const [bad, sound] = [order(damaged.showId), order(sale.show.showId)];
    const records = [bad, sound].map((message) => makePurchaseSqsRecord(message));
    expect(await sale.worker()(records)).toEqual([records[0]?.messageId]);
    expect(await sale.recordOf(sound)).toMatchObject({ status: 'CONFIRMED' });
  });

  it('failed for every buyer of a show with one damaged ledger', async () => {
    const sale = await openSale({ capacity: 50, maxTicketsPerBuyer: 4 });
    const { showId } = sale.show;
    const earlier = order(showId, { userId: 'ana' });
    await sale.worker()([makePurchaseSqsRecord(earlier)]);
    const key = { userId: 'ana', recordKey: ledgerKey(showId) };
    const table = sale.store.tables.purchases;
    const repair = await damageRecord(sale.store, { table, key }, { tickets: LONG_NUMBER });
    const ofAna = [order(showId, { userId: 'ana' }), order(showId, { userId: 'ana' })];
    const ofBob = order(showId, { userId: 'bob' });
    const records = [ofAna[0], ofBob, ofAna[1]].flatMap((message) =>
      message === undefined ? [] : [makePurchaseSqsRecord(message)],
    );
    // The order of a buyer is kept: the later purchase waits for the earlier one.
    const failed = [records[0]?.messageId, records[2]?.messageId];
    expect(await sale.worker()(records)).toEqual(failed);
    expect(await sale.recordOf(ofBob)).toMatchObject({ status: 'CONFIRMED' });
    await repair();
    expect(await sale.worker()(records)).toEqual([]);
  });

  it('failed for the buyers of other seats', async () => {
    const sale = await openSale({ seats: ['A1', 'A2', 'A3'] });
    const { showId } = sale.show;
    const seat = { table: sale.store.tables.seats, key: seatKey(sale.show, 'A1') };
    await damageRecord(sale.store, seat, { priceVersion: 'x' });
    const [bad, sound] = [['A1'], ['A2', 'A3']].map((seats) =>
      order(showId, { seats, quantity: seats.length }),
    );
    if (bad === undefined || sound === undefined) throw new Error('expected two orders');
    const records = [bad, sound].map((message) => makePurchaseSqsRecord(message));
    expect(await sale.worker()(records)).toEqual([records[0]?.messageId]);
    expect(await sale.recordOf(sound)).toMatchObject({ status: 'CONFIRMED', seats: ['A2', 'A3'] });
    expect(await sale.recordOf(bad)).toBeUndefined();
  });

  it.each<[string, Damage]>([
    ['available', { available: LONG_NUMBER }],
    ['sold', { sold: undefined }],
    ['revenue', { revenue: 'x' }],
  ])('took nothing from other shards when %s of its own was damaged', async (_, damage) => {
    const sale = await openSale({ capacity: 20, buckets: 2 });
    const shard = {
      table: sale.store.tables.stock,
      key: { bucketKey: shardKey(sale.show.showId, 0) },
    };
    const repair = await damageRecord(sale.store, shard, damage);
    // The first shard is the worker's own. The second one has ten tickets.
    const orders = [8, 2, 1].map((quantity) => order(sale.show.showId, { quantity }));
    const records = orders.map((message) => makePurchaseSqsRecord(message));
    expect(await sale.worker({ random: () => 0 })(records)).toEqual([records[2]?.messageId]);
    await repair();
    expect(await sale.worker()(records)).toEqual([]);
    for (const message of orders) {
      expect(await sale.recordOf(message)).toMatchObject({ status: 'CONFIRMED' });
    }
    expect(await sale.left()).toBe(9);
  });
});

describe('a job of a cancelled show', () => {
  it.each<[string, Damage]>([
    ['an unknown status', { status: 'LOST' }],
    ['no status', { status: undefined }],
    ['a quantity that is a long number', { quantity: LONG_NUMBER }],
    ['a lead of a million years', { reminderLeadSeconds: 31_557_600_000_000 }],
    ['a reminder that is no key', { reminder: 'soon' }],
  ])('ended without a purchase that had %s', async (_, damage) => {
    const { announced, keys } = await makeCancelledShow(2);
    const { store } = announced.sale;
    const [key = {}] = keys;
    const repair = await damageRecord(store, { table: store.tables.purchases, key }, damage);
    expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 1, changed: 3, ended: 0 });
    // It is tried again every ten minutes, not all the time.
    expect(await announced.jobs(minutesLater(11))()).toEqual({ jobs: 0, changed: 0, ended: 0 });
    await repair();
    expect(await announced.jobs(minutesLater(12))()).toEqual({ jobs: 1, changed: 1, ended: 1 });
  });

  it.each<[string, Damage]>([
    ['an unknown kind', { kind: 'repaint' }],
    ['no time', { changedAt: undefined }],
    ['a count that is a long number', { changes: LONG_NUMBER }],
    ['a position that is a text', { reached: 'x' }],
    ['the id of another show', { jobShowId: 'another' }],
  ])('took all jobs along because it had %s', async (_, damage) => {
    const { announced } = await makeCancelledShow(1);
    const { store, show, addShow } = announced.sale;
    const other = await addShow();
    await cancelShow(store, other, { at: CANCELLED_AT, correlationId: 'called-off' });
    const key = { showId: `#job#cancel#${show.showId}` };
    const repair = await damageRecord(store, { table: store.tables.shows, key }, damage);
    expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 1, changed: 0, ended: 1 });
    await repair();
    expect(await listShowJobs(store)).toMatchObject([{ showId: show.showId }]);
    expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 1, changed: 2, ended: 1 });
  });

  it('stays for a damaged show, and other shows do not wait for it', async () => {
    const { announced } = await makeCancelledShow(1);
    const { store, show, addShow } = announced.sale;
    const other = await addShow();
    await cancelShow(store, other, { at: CANCELLED_AT, correlationId: 'called-off' });
    const record = { table: store.tables.shows, key: { showId: show.showId } };
    const repair = await damageRecord(store, record, { capacity: 'x' });
    expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 2, changed: 0, ended: 1 });
    await repair();
    expect(await announced.jobs(minutesLater(2))()).toEqual({ jobs: 1, changed: 2, ended: 1 });
  });
});

describe('the sweep', () => {
  it.each<[string, Damage]>([
    ['a word', { sweptTo: 'soon' }],
    ['a number', { sweptTo: 7 }],
    ['a long number', { sweptTo: LONG_NUMBER }],
    ['missing', { sweptTo: undefined }],
  ])('fired no reminder of anybody when its position was %s', async (_, damage) => {
    const announced = await openAnnouncedSale();
    const { reminders: store, sale } = announced;
    const [dueKey, purchase] = [
      '2031-05-31T20:00#3',
      makePurchaseMessage({ showId: sale.show.showId }),
    ];
    const { showId, correlationId } = purchase;
    await setReminder(store, { dueKey, ...recordKeyOf(purchase), showId, correlationId });
    await saveSweepPosition(store, '2031-05-31T19:00');
    const key = { dueKey: '#sweep', purchaseRef: 'position' };
    await damageRecord(store, { table: store.tables.reminders, key }, damage);
    const seams = { clock: () => new Date('2031-05-31T20:00:20Z') };
    expect(await announced.sweep(seams)()).toMatchObject({ fired: 1, isDone: true });
    expect(await readSweepPosition(store)).toEqual({ sweptTo: '2031-05-31T20:00' });
  });
});

describe('the stream', () => {
  it.each<[string, Damage]>([
    ['a quantity that is a text', { quantity: 'x' }],
    ['a quantity that is a long number', { quantity: LONG_NUMBER }],
    ['an unknown status', { status: 'LOST' }],
    ['no time of its decision', { decidedAt: undefined }],
  ])('publishes the events of others behind a purchase with %s', async (_, damage) => {
    const announced = await openAnnouncedSale({ capacity: 10 });
    const bought = [];
    for (let nth = 0; nth < 3; nth += 1) bought.push(await announced.buy());
    const [first, second, third] = bought;
    if (!first || !second || !third) throw new Error('expected three purchases');
    const damaged = await announced.change('PURCHASES_TABLE', second.key, damage);
    expect(await announced.stream()([first.record, damaged, third.record])).toEqual([]);
    const ids = announced.bus.published().map(({ detail }) => detail.purchaseId);
    expect(ids).toEqual([first, third].map(({ message }) => message.purchaseId));
    expect(await announced.parked()).toMatchObject([{ reason: 'UNREADABLE_RECORD' }]);
  });
});

it('a flyer by name reached none of its shows when one of them was damaged', async () => {
  const uploads = await openFlyerUploads({ name: 'Hamlet', startsAt: '2099-01-01T20:00:00Z' });
  const [damaged, last] = [
    await uploads.addShow({ name: 'Hamlet', startsAt: '2099-01-02T20:00:00Z' }),
    await uploads.addShow({ name: 'Hamlet', startsAt: '2099-01-03T20:00:00Z' }),
  ];
  const record = { table: uploads.store.tables.shows, key: { showId: damaged.showId } };
  await damageRecord(uploads.store, record, { onSale: 'perhaps' });
  await uploads.upload('Hamlet.png', png());
  const flyerUrl = expect.stringContaining('Hamlet.png');
  expect(await uploads.recordOf()).toMatchObject({ flyerUrl });
  expect(await uploads.recordOf(last.showId)).toMatchObject({ flyerUrl });
});

it('an export broke off at a damaged purchase', async () => {
  const sale = await openSale({ capacity: 10 });
  const orders = [1, 2, 3].map((quantity) =>
    makePurchaseMessage({ showId: sale.show.showId, quantity }),
  );
  await sale.worker()(orders.map((message) => makePurchaseSqsRecord(message)));
  const [damaged] = orders;
  if (damaged === undefined) throw new Error('expected an order');
  const key = recordKeyOf(damaged);
  const table = sale.store.tables.purchases;
  await damageRecord(sale.store, { table, key }, { total: LONG_NUMBER });
  const { code, stdout, stderr } = await saleCommand('tickets').of(sale);
  expect(code).toBe(1);
  expect(stdout.trimEnd().split('\r\n')).toHaveLength(1 + 2 + 3);
  expect(stderr).toContain('The export is incomplete, because 1 record cannot be read.');
  expect(stderr).toContain(
    `purchases recordKey=${key.recordKey} showId=${sale.show.showId}: total`,
  );
  expect(stderr).not.toContain(key.userId);
});
