import type { DecidedPurchase } from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { deliverToWorker } from '../support/cancel/held-reply.ts';
import { makeReservedShow, startShow } from '../support/cancel/reserved-show.ts';
import { readStockTotals } from '../support/cancel/stock-totals.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { listTableItems } from '../support/http/table-items.ts';

const office = await openBoxOffice();
const { store, makeShow, buyer } = office;

const formatPath = ({ purchaseId }: DecidedPurchase): string => `/v1/purchases/${purchaseId}`;
const erased = { status: 410, body: { code: 'PURCHASE_ERASED' } };

/** A holder whose name occurs nowhere else. */
const holder = { name: 'Zofia Quux', email: 'zofia.quux@example.com' };

const readRecord = async (userId: string) =>
  (await listTableItems(store, 'purchases')).filter(
    (item) => item.userId === userId && String(item.recordKey).startsWith('P#'),
  );

describe('DELETE of a purchase', () => {
  it('returns its tickets and leaves nothing of its holder and card', async () => {
    const { showId } = await makeReservedShow(store);
    const ana = await buyer();
    const body = purchaseBody({
      showId,
      quantity: undefined,
      seats: ['1-A1', '1-A2'],
      holder,
      reminderLeadSeconds: 7_777,
    });
    const location = formatPath(await ana.buy(body));

    for (let times = 0; times < 2; times += 1) {
      expect(await ana.erase(location)).toMatchObject({ status: 204, text: '' });
      expect(await readStockTotals(store, showId, ana.userId)).toEqual({
        available: 12,
        sold: 0,
        revenue: 0,
        returns: 1,
        heldSeats: [],
        ledger: { tickets: 0, lastStatus: 'CANCELLED' },
      });
    }
    const [record] = await readRecord(ana.userId);
    expect(record).toMatchObject({ status: 'CANCELLED', erasedAt: expect.any(String) });
    // Ids and keys are random text that can contain such a word by chance.
    const reported = JSON.stringify(record, (name, value) =>
      /(Id|Key)$/.test(name) ? undefined : value,
    );
    expect(reported).not.toMatch(/Zofia|quux|4242|visa|7777/i);
    expect(await ana.cancel(location)).toMatchObject(erased);
    expect(await ana.change(location, { holder })).toMatchObject(erased);
  });

  it('returns its tickets once when it is sent ten times at once', async () => {
    const { showId } = await makeReservedShow(store);
    const ana = await buyer();
    const body = purchaseBody({ showId, quantity: undefined, seats: ['1-A1', '1-A2'] });
    const location = formatPath(await ana.buy(body));
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        index % 2 === 0 ? ana.erase(location) : ana.cancel(location),
      ),
    );
    for (const { status } of answers) expect([200, 204, 410]).toContain(status);
    expect(await readStockTotals(store, showId, ana.userId)).toMatchObject({ sold: 0, returns: 1 });
    expect(await ana.cancel(location)).toMatchObject(erased);
  });

  it('erases a purchase whose show has begun, and its tickets stay sold', async () => {
    const { showId } = await makeShow({ capacity: 5 });
    const ana = await buyer();
    const location = formatPath(await ana.buy(purchaseBody({ showId, quantity: 2, holder })));
    await startShow(store, showId);
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    expect(await ana.erase(location)).toMatchObject({ status: 204 });
    const [record] = await readRecord(ana.userId);
    expect(record).toMatchObject({ status: 'CONFIRMED', quantity: 2 });
    expect(record).not.toHaveProperty('holder');
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 2, available: 3 });
  });

  it('erases a purchase that was rejected or cancelled before', async () => {
    const { showId } = await makeShow({ capacity: 1 });
    const ana = await buyer();
    const refused = formatPath(await ana.buy(purchaseBody({ showId, quantity: 2, holder })));
    const cancelled = formatPath(await ana.buy(purchaseBody({ showId, holder })));
    await ana.cancel(cancelled);
    for (const location of [refused, cancelled]) {
      expect(await ana.erase(location)).toMatchObject({ status: 204 });
      expect(await ana.cancel(location)).toMatchObject(erased);
    }
    const records = await readRecord(ana.userId);
    expect(records.map(({ status }) => status).sort()).toEqual(['CANCELLED', 'REJECTED']);
    expect(JSON.stringify(records)).not.toContain(holder.name);
    expect(await office.audit(showId)).toMatchObject({ holds: true, tickets: 0 });
  });
});

it('a message that is redelivered after its purchase was deleted does not restore it', async () => {
  const alone = await openBoxOffice({ pollers: 0 });
  const { showId } = await makeReservedShow(alone.store);
  const ana = await alone.buyer();
  const key = { 'idempotency-key': 'once' };
  const body = purchaseBody({ showId, quantity: undefined, seats: ['1-A1'], holder });
  const location = await ana.request(body, key);
  const message = await openStageQueue(alone.stage.resources.queues.purchases).receive();
  await deliverToWorker(alone.stage, message);
  expect(await ana.decided(location)).toMatchObject({ status: 'CONFIRMED' });
  expect(await ana.erase(location)).toMatchObject({ status: 204 });

  const [tombstone] = await listTombstones(alone.store);
  for (let delivery = 0; delivery < 3; delivery += 1) {
    expect(await deliverToWorker(alone.stage, message)).toEqual([]);
    expect(await ana.request(body, key)).toBe(location);
    expect(await listTombstones(alone.store)).toEqual([tombstone]);
  }
  expect(tombstone).toMatchObject({ status: 'CANCELLED', erasedAt: expect.any(String) });
  expect(await readStockTotals(alone.store, showId, ana.userId)).toMatchObject({
    available: 12,
    returns: 1,
    heldSeats: [],
  });
});

const listTombstones = async (from: typeof store) =>
  (await listTableItems(from, 'purchases')).filter(({ erasedAt }) => erasedAt !== undefined);
