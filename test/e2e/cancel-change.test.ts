import type { DecidedPurchase } from '@willcall/contracts';
import { purchaseReminderKey } from '@willcall/domain';
import { listWaitingReminders, openStore, purchaseRef, readPurchase } from '@willcall/store';
import { describe, expect, inject, it } from 'vitest';
import { holdReply } from '../support/cancel/held-reply.ts';
import { startShow } from '../support/cancel/reserved-show.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { type BoxOffice, openBoxOffice } from '../support/http/box-office.ts';
import { purchaseKeyOf } from '../support/records/purchase-key.ts';
import { setAttributes } from '../support/records/set-attributes.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const office = await openBoxOffice();
const { store, makeShow, buyer } = office;
const startsAt = '2099-06-01T20:00:00Z';
const bo = { name: 'Bo', email: 'bo@example.com' };

const formatPath = ({ purchaseId }: DecidedPurchase): string => `/v1/purchases/${purchaseId}`;

const readRecord = (from: BoxOffice['store'], userId: string, { purchaseId }: DecidedPurchase) =>
  readPurchase(from, userId, purchaseKeyOf(purchaseId), { consistent: true });

const moveTo = (from: BoxOffice['store'], showId: string, to: string) =>
  from.documents.send(setAttributes(from.tables.shows, { showId }, { startsAt: to }));

describe('PATCH of a confirmed purchase', () => {
  it('changes the holder and nothing else', async () => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    const answer = await ana.change(formatPath(bought), { holder: bo });
    expect(answer).toMatchObject({ status: 200 });
    expect(answer.body).toEqual({ ...bought, holder: bo, message: 'Booked 1 ticket for Bo.' });
    expect((await ana.get(formatPath(bought))).body).toEqual(answer.body);
  });

  it('changes the lead, and the purchase keeps the key of its moved reminder', async () => {
    const { showId } = await makeShow({ startsAt, reminderLeadSeconds: 60 });
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    const before = await readRecord(store, ana.userId, bought);
    const answer = await ana.change(formatPath(bought), { reminderLeadSeconds: 7_200 });
    expect(answer).toMatchObject({ status: 200, body: { ...bought, reminderLeadSeconds: 7_200 } });
    const after = await readRecord(store, ana.userId, bought);
    expect(before?.reminder).toMatch(/^2099-06-01T19:59#/);
    expect(after?.reminder).toMatch(/^2099-06-01T18:00#/);
    expect(after).toEqual({ ...before, reminderLeadSeconds: 7_200, reminder: after?.reminder });
  });

  it('sets the reminder by the new start while the show moves', async () => {
    const { plugin, reached, release } = holdReply('GetItemCommand', '-shows');
    const selling = await openBoxOffice();
    const { showId } = await selling.makeShow({ startsAt });
    const ana = await selling.buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    // The same stage again, with functions that act on an outdated read of the show.
    const { stage } = selling.stage;
    const slow = await openBoxOffice({ stage, pollers: 0, seams: { dynamodbPlugins: [plugin] } });
    const late = await slow.buyer(ana.userId);

    const changing = late.change(formatPath(bought), { reminderLeadSeconds: 3_600 });
    await reached;
    await moveTo(selling.store, showId, '2099-07-01T20:00:00Z');
    release();
    expect(await changing).toMatchObject({ status: 200 });
    const record = await readRecord(selling.store, ana.userId, bought);
    expect(record?.reminder).toMatch(/^2099-07-01T19:00#/);
  });
});

describe('PATCH of a purchase that cannot be changed', () => {
  const notChangeable = { status: 409, body: { code: 'NOT_CHANGEABLE' } };

  it('returns 409 when the show has begun, or the purchase was rejected or cancelled', async () => {
    const { showId } = await makeShow({ capacity: 2 });
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    const cancelled = await ana.buy(purchaseBody({ showId }));
    await ana.cancel(formatPath(cancelled));
    const refused = await ana.buy(purchaseBody({ showId, quantity: 3 }));
    for (const purchase of [refused, cancelled]) {
      expect(await ana.change(formatPath(purchase), { holder: bo })).toMatchObject(notChangeable);
    }
    await startShow(store, showId);
    expect(await ana.change(formatPath(bought), { holder: bo })).toMatchObject(notChangeable);
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });

  it('returns 409 when the purchase is not decided yet', async () => {
    const alone = await openBoxOffice({ pollers: 0 });
    const { showId } = await alone.makeShow();
    const ana = await alone.buyer();
    const location = await ana.request(purchaseBody({ showId }));
    expect(await ana.change(location, { holder: bo })).toMatchObject(notChangeable);
  });

  it('returns 404 when the purchase belongs to another buyer', async () => {
    const { showId } = await makeShow();
    const [ana, eve] = [await buyer(), await buyer()];
    const bought = await ana.buy(purchaseBody({ showId }));
    expect(await eve.change(formatPath(bought), { holder: bo })).toMatchObject({
      status: 404,
      body: { code: 'PURCHASE_NOT_FOUND' },
    });
  });

  it.each([
    ['nothing', {}],
    ['an unknown field', { holder: bo, quantity: 3 }],
    ['an incomplete holder', { holder: { name: 'Bo' } }],
    ['a negative lead', { reminderLeadSeconds: -1 }],
  ])('returns 400 for %s', async (_, body) => {
    const { showId } = await makeShow();
    const ana = await buyer();
    const bought = await ana.buy(purchaseBody({ showId }));
    expect(await ana.change(formatPath(bought), body)).toMatchObject({
      status: 400,
      body: { code: 'INVALID_REQUEST' },
    });
    expect((await ana.get(formatPath(bought))).body).toEqual(bought);
  });
});

it('a change moves the reminder, and a cancellation removes it and is announced', async () => {
  const announcing = await openBoxOffice({ announces: true });
  const subscribed = await openSubscriber(announcing.stage);
  const { showId } = await announcing.makeShow({ startsAt });
  const ana = await announcing.buyer();
  const bought = await ana.buy(purchaseBody({ showId, quantity: 2 }));
  const record = await readRecord(announcing.store, ana.userId, bought);
  const recordKey = record?.recordKey ?? '';
  const reminders = openStore(
    { reminders: announcing.stage.resources.tables.reminders },
    { client: { ...local, endpoint: inject('dynamodbEndpoint') } },
  );
  const waitsAt = async (reminderLeadSeconds: number | undefined): Promise<boolean> => {
    const dueKey = purchaseReminderKey(
      { startsAt },
      { userId: ana.userId, recordKey, reminderLeadSeconds },
    );
    for await (const page of listWaitingReminders(reminders, dueKey)) {
      if (page.some((one) => one.purchaseRef === purchaseRef(ana.userId, recordKey))) return true;
    }
    return false;
  };

  await expect.poll(() => waitsAt(undefined)).toBe(true);
  await ana.change(formatPath(bought), { reminderLeadSeconds: 3_600 });
  await expect.poll(() => waitsAt(3_600)).toBe(true);
  expect(await waitsAt(undefined)).toBe(false);

  const { body } = await ana.cancel(formatPath(bought));
  expect(await subscribed.event('PurchaseCancelled')).toMatchObject({
    purchaseId: bought.purchaseId,
    userId: ana.userId,
    showId,
    quantity: 2,
    occurredAt: (body as DecidedPurchase).cancelledAt,
  });
  await expect.poll(() => waitsAt(3_600)).toBe(false);
});

const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
