import { GetCommand } from '@aws-sdk/lib-dynamodb';
import type { ShowList } from '@willcall/contracts';
import { listShowJobs, readShow } from '@willcall/store';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { startShow } from '../support/cancel/reserved-show.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

const office = await openBoxOffice();

const patch = (showId: string, body: unknown, token: string | undefined = office.adminToken) =>
  office.send({ method: 'PATCH', path: `/v1/shows/${showId}`, token, body });
const cancel = (showId: string, token: string | undefined = office.adminToken) =>
  office.send({ method: 'POST', path: `/v1/shows/${showId}/cancel`, token });
const readRecord = async (showId: string) => {
  const record = await readShow(office.store, showId, { consistent: true });
  if (record === undefined) throw new Error('The show is gone');
  return record;
};
/** The open jobs of a show, from the table. */
const listOpenJobs = async (showId: string) => {
  const jobs = ['cancel', 'reminders'].map(async (kind) => {
    const { Item } = await office.store.documents.send(
      new GetCommand({
        TableName: office.store.tables.shows,
        Key: { showId: `#job#${kind}#${showId}` },
        ConsistentRead: true,
      }),
    );
    return Item === undefined ? [] : [`${kind} ${Item.changes}`];
  });
  return (await Promise.all(jobs)).flat();
};
const euro = (amount: number) => ({ amount, currency: 'EUR' });

describe('a sale', () => {
  it('that is paused and resumed records the pause', async () => {
    const { showId } = await office.makeShow();
    await patch(showId, { onSale: false });
    const paused = await readRecord(showId);
    expect(paused.pausedAt).toBe(paused.updatedAt);
    expect(paused.resumedAt).toBeUndefined();

    expect(await patch(showId, { onSale: false })).toMatchObject({ body: { onSale: false } });
    expect(await readRecord(showId)).toEqual(paused);

    await patch(showId, { onSale: true });
    const resumed = await readRecord(showId);
    expect(resumed.resumedAt).toBe(resumed.updatedAt);
    expect(resumed.pausedAt).toBe(paused.pausedAt);
    const { body } = await office.send({ path: `/shows/${showId}` });
    expect(body).not.toHaveProperty('pausedAt');
    expect(body).not.toHaveProperty('resumedAt');
  });

  it('can get a window, another one, and none', async () => {
    const { showId } = await office.makeShow();
    const window = { saleOpensAt: '2098-01-01T00:00:00Z', saleClosesAt: '2098-06-01T00:00:00Z' };
    expect(await patch(showId, window)).toMatchObject({ status: 200, body: window });
    const later = { saleClosesAt: '2098-07-01T00:00:00Z' };
    expect(await patch(showId, later)).toMatchObject({ body: { ...window, ...later } });
    const { status, body } = await patch(showId, { saleOpensAt: null, saleClosesAt: null });
    expect(status).toBe(200);
    expect(body).not.toHaveProperty('saleOpensAt');
    expect(body).not.toHaveProperty('saleClosesAt');
  });

  it('keeps its window and its price when the new window is impossible', async () => {
    const { showId } = await office.makeShow({ saleOpensAt: '2098-01-01T00:00:00Z' });
    const before = await readRecord(showId);
    for (const wrong of [
      { startsAt: '2097-01-01T00:00:00Z' },
      { saleClosesAt: '2098-01-01T00:00:00Z' },
      { saleOpensAt: '2100-01-01T00:00:00Z' },
    ]) {
      expect(await patch(showId, { price: euro(1), capacity: 11, ...wrong })).toMatchObject({
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path: Object.keys(wrong)[0] }] },
      });
    }
    expect(await readRecord(showId)).toEqual(before);
    expect(await office.sales(showId)).toMatchObject({ capacity: 10, available: 10 });
  });

  it('cannot get two halves of an impossible window from two concurrent admins', async () => {
    const { showId } = await office.makeShow();
    const answers = await Promise.all([
      patch(showId, { saleOpensAt: '2098-06-01T00:00:00Z' }),
      patch(showId, { saleClosesAt: '2098-01-01T00:00:00Z' }),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 400]);
  });
});

describe('a new start', () => {
  it('moves the show in the list, into a new month, and registers the job', async () => {
    const stage = await openBoxOffice();
    const shows = [
      await stage.makeShow({ startsAt: '2090-01-01T20:00:00Z' }),
      await stage.makeShow({ startsAt: '2090-02-01T20:00:00Z' }),
    ];
    const ids = shows.map(({ showId }) => showId);
    const startsAt = '2091-03-01T20:00:00Z';
    const moved = await stage.send({
      method: 'PATCH',
      path: `/shows/${ids[0]}`,
      token: stage.adminToken,
      body: { startsAt },
    });
    expect(moved).toMatchObject({ status: 200, body: { startsAt } });
    await waitFor(async () => {
      const { body } = await stage.send({ path: '/shows' });
      const listed = (body as ShowList).shows.map(({ showId }) => showId);
      expect(listed).toEqual(ids.toReversed());
    });
    expect(await listShowJobs(stage.store)).toMatchObject([{ kind: 'reminders', showId: ids[0] }]);
  });

  it('that equals the old one in another spelling moves nothing', async () => {
    const { showId } = await office.makeShow({ startsAt: '2099-06-01T20:00:00Z' });
    expect(await patch(showId, { startsAt: '2099-06-01T20:00:00.000Z' })).toMatchObject({
      status: 200,
    });
    expect(await listOpenJobs(showId)).toEqual([]);
  });

  it('commits with everything else in its request: price, capacity, pause and window', async () => {
    const { showId } = await office.makeShow({ saleClosesAt: '2098-01-01T00:00:00Z' });
    const body = { startsAt: '2097-01-01T20:00:00Z', price: euro(5), capacity: 12, onSale: false };
    expect(await patch(showId, { ...body, saleClosesAt: null })).toMatchObject({
      status: 200,
      body: { ...body, available: 12 },
    });
    const record = await readRecord(showId);
    expect(record).toMatchObject({ priceVersion: 1, returns: 1 });
    expect(record.saleClosesAt).toBeUndefined();
    expect(await listOpenJobs(showId)).toEqual(['reminders 1']);
  });
});

describe('a cancelled show', () => {
  it('answers 202, and the same to every further cancellation, with one job', async () => {
    const { showId } = await office.makeShow();
    const answers = await Promise.all(Array.from({ length: 4 }, () => cancel(showId)));
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202, 202]);
    const { cancelledAt } = await readRecord(showId);
    expect(cancelledAt).toEqual(expect.any(String));
    for (const { body } of answers) expect(body).toMatchObject({ showId, cancelledAt });
    expect(await listOpenJobs(showId)).toEqual(['cancel 1']);
    expect(await office.send({ path: `/v1/shows/${showId}` })).toMatchObject({
      status: 200,
      body: { cancelledAt },
    });
  });

  it('cannot be changed', async () => {
    const { showId } = await office.makeShow();
    await cancel(showId);
    const before = await readRecord(showId);
    const changes = [{ price: euro(1) }, { onSale: true }, { capacity: 20 }];
    for (const body of [...changes, { startsAt: '2098-01-01T00:00:00Z' }]) {
      expect(await patch(showId, body)).toMatchObject({
        status: 409,
        body: { code: 'SHOW_CANCELLED' },
      });
    }
    expect(await readRecord(showId)).toEqual(before);
  });

  it('that is moved at the same time is cancelled and moved, or cancelled and not moved', async () => {
    const { showId, startsAt } = await office.makeShow();
    const moved = '2098-01-01T20:00:00Z';
    const [cancelled, patched] = await Promise.all([
      cancel(showId),
      patch(showId, { startsAt: moved }),
    ]);
    expect(cancelled.status).toBe(202);
    expect((await readRecord(showId)).startsAt).toBe(patched.status === 200 ? moved : startsAt);
  });

  it('cannot be a show that has begun', async () => {
    const { showId } = await office.makeShow();
    await startShow(office.store, showId);
    expect(await cancel(showId)).toMatchObject({ status: 409, body: { code: 'SHOW_BEGUN' } });
    expect((await readRecord(showId)).cancelledAt).toBeUndefined();
  });

  it('requires an admin and an existing show', async () => {
    const { showId } = await office.makeShow();
    const { token } = await office.buyer();
    expect(await cancel(showId, token)).toMatchObject({ status: 403 });
    expect(await cancel('AAAAAAAAAAAAAAAA')).toMatchObject({ body: { code: 'SHOW_NOT_FOUND' } });
  });

  it('sells nothing more', async () => {
    const { showId } = await office.makeShow();
    await cancel(showId);
    const bought = await (await office.buyer()).buy(purchaseBody({ showId }));
    expect(bought).toMatchObject({ status: 'REJECTED', reason: 'SHOW_CANCELLED' });
  });
});
