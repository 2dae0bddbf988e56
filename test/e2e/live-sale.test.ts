import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { known, type LiveSale } from '@willcall/contracts';
import { shardKey } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { requestTimeout } from '../support/faults/errors.ts';
import { createFaultInjector } from '../support/faults/fault-injector.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { damageRecord } from '../support/records/damage-record.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const watch = async (
  { client, adminToken: token }: BoxOffice,
  showId: string,
  since?: string,
): Promise<LiveSale> => {
  const query = since === undefined ? {} : { since };
  return (await client.call('getLiveSale', { path: { showId }, query, token })).body;
};

/** Watches until the decisions are counted, seconds after they were made. */
const watchUntil = (office: BoxOffice, showId: string, decided: Partial<LiveSale['decided']>) =>
  waitFor(async () => {
    const live = await watch(office, showId);
    expect(live.decided).toMatchObject(decided);
    return live;
  });

/** Sells eight of nine tickets, two of which come back, and refuses two purchases. */
const sellEight = async (office: BoxOffice): Promise<string> => {
  const { showId } = await office.makeShow({ capacity: 9, maxTicketsPerBuyer: 2 });
  const sold = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const buyer = await office.buyer();
      const location = await buyer.request(purchaseBody({ showId, quantity: 2 }));
      await buyer.decided(location);
      return { buyer, location };
    }),
  );
  const [first, second] = sold;
  await first?.buyer.buy(purchaseBody({ showId, quantity: 1 }));
  await (await office.buyer()).buy(purchaseBody({ showId, quantity: 2 }));
  await second?.buyer.cancel(second.location);
  return showId;
};

describe('a sale that somebody watches', () => {
  it('ends with the numbers of the counters and of the audit', async () => {
    const office = await openBoxOffice({ announces: true });
    const showId = await sellEight(office);
    const live = await watchUntil(office, showId, { confirmed: 4, rejected: 2, cancelled: 1 });

    const { capacity, available, sold } = await office.sales(showId);
    expect(live).toMatchObject({ capacity, available, sold, shards: [{ available, sold }] });
    const { byStatus, byReason } = await office.audit(showId);
    expect(byReason).toEqual(live.decided.reasons);
    expect(byStatus).toMatchObject({
      CONFIRMED: live.decided.confirmed - live.decided.cancelled,
      REJECTED: live.decided.rejected,
      FAILED: live.decided.failed,
      CANCELLED: live.decided.cancelled + live.decided.withdrawn,
    });
    expect(live.decided.tickets - live.decided.returned).toBe(sold);
    expect(live).toMatchObject({
      queue: { depth: 0 },
      deadLetters: { waiting: 0, parkedPurchases: 0, parkedEvents: 0 },
      asked: { estimate: 6 },
    });
    const { points } = await watch(office, showId, live.from);
    expect(points).toEqual(live.points);
  });

  it('is counted completely after an outage of the table, and announced meanwhile', async () => {
    const faults = createFaultInjector();
    faults.before('BatchWriteItemCommand', requestTimeout, { times: 2 });
    faults.after('BatchWriteItemCommand', requestTimeout);
    const office = await openBoxOffice({
      announces: true,
      seams: { dynamodbPlugins: [faults.plugin] },
    });
    const events = await openSubscriber(office.stage);
    const { showId } = await office.makeShow();
    const buyer = await office.buyer();
    // Without a reminder, so that nothing else uses the call that fails.
    const body = purchaseBody({ showId, quantity: 3, reminderLeadSeconds: 0 });
    const { purchaseId } = await buyer.buy(body);
    await events.event('PurchaseConfirmed', (detail) => detail.purchaseId === purchaseId);
    const live = await watchUntil(office, showId, { confirmed: 1, tickets: 3 });
    expect(live.sold).toBe(3);
    await waitFor(() => faults.assertAllUsed());
    expect((await watch(office, showId)).decided).toMatchObject({ confirmed: 1, tickets: 3 });
  });

  it('leaves out a damaged tally, and needs every shard', async () => {
    const office = await openBoxOffice({ announces: true });
    const { showId } = await office.makeShow();
    await (await office.buyer()).buy(purchaseBody({ showId }));
    await watchUntil(office, showId, { confirmed: 1 });

    const { pulse, stock } = office.stage.resources.tables;
    const subject = `#tally#${showId}`;
    const { Items = [] } = await office.store.documents.send(
      new QueryCommand({
        TableName: pulse,
        KeyConditionExpression: 'subject = :subject',
        ExpressionAttributeValues: { ':subject': subject },
      }),
    );
    const environment = String(known(Items[0], 'tally').environment);
    const tally = { table: pulse, key: { subject, environment } };
    await damageRecord(office.store, tally, { seconds: 'none' });
    expect(await watch(office, showId)).toMatchObject({ sold: 1, points: [] });

    const shard = { table: stock, key: { bucketKey: shardKey(showId, 0) } };
    await damageRecord(office.store, shard, { sold: 'one' });
    await waitFor(async () => {
      const path = `/v1/shows/${showId}/live`;
      expect(await office.send({ path, token: office.adminToken })).toMatchObject({
        status: 500,
        body: { code: 'RECORD_UNREADABLE' },
      });
    });
  });
});

describe('a sale that nobody can watch', () => {
  it.each([
    ['of an unknown show is 404', 'A'.repeat(16), 404, 'SHOW_NOT_FOUND'],
    ['of no show is 404', '%23calendar', 404, 'SHOW_NOT_FOUND'],
    ['since a word is 400', `${'A'.repeat(16)}/live?since=yesterday`, 400, 'INVALID_REQUEST'],
    ['with another parameter is 400', `${'A'.repeat(16)}/live?from=1`, 400, 'INVALID_REQUEST'],
  ])('%s', async (_, path, status, code) => {
    const { send, adminToken: token } = await openBoxOffice();
    const route = path.includes('live') ? path : `${path}/live`;
    expect(await send({ path: `/v1/shows/${route}`, token })).toMatchObject({
      status,
      body: { code },
    });
  });
});
