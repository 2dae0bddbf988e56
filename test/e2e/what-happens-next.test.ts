import { createSweep } from '@willcall/stream';
import { expect, it } from 'vitest';
import { png } from '../support/flyer-uploads.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

it('a purchase, a price change and a flyer reach a subscriber, each from the stream of its table', async () => {
  const {
    stage,
    send,
    adminToken: token,
    makeShow,
    buyer,
  } = await openBoxOffice({
    announces: true,
  });
  const subscribed = await openSubscriber(stage);
  const { showId, name, venue } = await makeShow({ price: { amount: 1599, currency: 'EUR' } });
  expect(await subscribed.event('ShowCreated')).toMatchObject({
    showId,
    name,
    venue,
    capacity: 10,
  });

  const ana = await buyer();
  const bought = await ana.buy(purchaseBody({ showId, quantity: 2 }));
  expect(await subscribed.event('PurchaseConfirmed')).toMatchObject({
    purchaseId: bought.purchaseId,
    userId: ana.userId,
    ticketIds: bought.tickets.map(({ ticketId }) => ticketId),
    total: { amount: 3198, currency: 'EUR' },
  });

  const body = { price: { amount: 1299, currency: 'EUR' } };
  const changed = await send({ method: 'PATCH', path: `/v1/shows/${showId}`, token, body });
  expect(changed).toMatchObject({ status: 200, body: { price: { amount: 1299 } } });
  const prices = {
    showId,
    showName: name,
    oldPrice: { amount: 1599, currency: 'EUR' },
    newPrice: { amount: 1299, currency: 'EUR' },
  };
  expect(await subscribed.event('PriceChangeInitiated')).toMatchObject(prices);
  const processed = await subscribed.event('PriceChangeProcessed');
  const stamped = {
    previousPrice: { amount: 1599, currency: 'EUR' },
    discountPercentage: 18.76,
    isDiscounted: true,
    lastPriceChangeAt: processed.lastPriceChangeAt,
  };
  expect(processed).toMatchObject({ ...prices, ...stamped });
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject(stamped);

  const image = png(1_000);
  const upload = await send({
    method: 'POST',
    path: `/v1/shows/${showId}/flyer`,
    token,
    body: { contentType: 'image/png', contentLength: image.length },
  });
  expect(upload.status).toBe(201);
  const { uploadUrl } = upload.body as { uploadUrl: string };
  const put = await fetch(uploadUrl, {
    method: 'PUT',
    body: new Uint8Array(image),
    headers: { 'content-type': 'image/png' },
  });
  expect(put.status).toBe(200);
  const { flyerUrl } = await subscribed.event('FlyerAttached');
  // The copy of a show that everybody reads is a few seconds old.
  const shown = async () => (await send({ path: `/v1/shows/${showId}` })).body;
  await expect.poll(shown).toMatchObject({ flyerUrl });
  const flyer = await fetch(flyerUrl);
  expect(Buffer.from(await flyer.arrayBuffer())).toEqual(image);
});

/** The due time is three minutes ahead for a show that starts in ten days. */
const DUE_SOON = { reminderLeadSeconds: 10 * 24 * 60 * 60 - 180 };
const fourMinutesOn = () => new Date(Date.now() + 4 * 60_000);

it('a reminder arrives once, however often the sweep runs, and none after a purchase past its due time', async () => {
  const office = await openBoxOffice({ announces: true });
  const { stage, makeShow, buyer, send, adminToken: token } = office;
  const subscribed = await openSubscriber(stage);
  const show = await makeShow({ startsAt: inDays(10), name: 'Fuast', venue: 'Theatre' });
  const ana = await buyer();
  const late = { quantity: 2, reminderLeadSeconds: 20 * 24 * 60 * 60 };
  await ana.buy(purchaseBody({ showId: show.showId, ...late }));
  const { purchaseId } = await ana.buy(
    purchaseBody({ showId: show.showId, quantity: 3, ...DUE_SOON }),
  );
  await subscribed.event('PurchaseConfirmed', ({ quantity }) => quantity === 3);
  // The reminder names the show as it is called when it is sent.
  const corrected = { name: 'Faust', venue: 'Opera' };
  await send({ method: 'PATCH', path: `/v1/shows/${show.showId}`, token, body: corrected });

  const seams = asDeployed('sweep', stage.environment, { clock: fourMinutesOn });
  const sweep = createSweep(stage.environment, seams);
  await sweep({}, makeLambdaContext(50_000));
  expect(await subscribed.event('ReminderDue')).toMatchObject({
    purchaseId,
    userId: ana.userId,
    showName: 'Faust',
    venue: 'Opera',
    startsAt: show.startsAt,
    tickets: 3,
  });

  await sweep({}, makeLambdaContext(50_000));
  // An event after the sweep is announced after everything that the sweep may have fired.
  await ana.buy(purchaseBody({ showId: show.showId, reminderLeadSeconds: 0 }));
  await subscribed.event('PurchaseConfirmed', ({ quantity }) => quantity === 1);
  expect(subscribed.received().filter(({ type }) => type === 'ReminderDue')).toHaveLength(1);
});

it('a cancelled purchase is announced and gets no reminder', async () => {
  const { stage, makeShow, buyer } = await openBoxOffice({ announces: true });
  const subscribed = await openSubscriber(stage);
  const show = await makeShow({ startsAt: inDays(10) });
  const ana = await buyer();
  const cancelled = await ana.buy(purchaseBody({ showId: show.showId, ...DUE_SOON }));
  const kept = await ana.buy(purchaseBody({ showId: show.showId, quantity: 2, ...DUE_SOON }));
  await subscribed.event('PurchaseConfirmed', ({ purchaseId }) => purchaseId === kept.purchaseId);

  const answer = await ana.cancel(`/v1/purchases/${cancelled.purchaseId}`);
  expect(answer).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  await subscribed.event('PurchaseCancelled');

  const seams = asDeployed('sweep', stage.environment, { clock: fourMinutesOn });
  await createSweep(stage.environment, seams)({}, makeLambdaContext(50_000));
  const reminded = await subscribed.event('ReminderDue');
  expect(reminded.purchaseId).toBe(kept.purchaseId);
  const later = await ana.buy(purchaseBody({ showId: show.showId, quantity: 4 }));
  await subscribed.event('PurchaseConfirmed', ({ purchaseId }) => purchaseId === later.purchaseId);
  const reminders = subscribed.received().filter(({ type }) => type === 'ReminderDue');
  expect(reminders.map(({ detail }) => Reflect.get(Object(detail), 'purchaseId'))).toEqual([
    kept.purchaseId,
  ]);
});
