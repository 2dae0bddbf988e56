import { createShowJobs } from '@willcall/show-jobs';
import { listShowJobs } from '@willcall/store';
import { expect, it } from 'vitest';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { asDeployed } from '../support/role/as-deployed.ts';
import { makeLambdaContext } from '../support/sale/lambda-context.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const inDays = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

it('the changes of a show reach a subscriber: moved, sold out, back on sale, and cancelled with its purchases', async () => {
  const office = await openBoxOffice({ announces: true });
  const { stage, send, adminToken: token, makeShow, buyer, store } = office;
  const subscribed = await openSubscriber(stage);
  const { showId, name, venue, startsAt } = await makeShow({ capacity: 3, startsAt: inDays(10) });
  const show = { showId, showName: name };

  const later = inDays(20);
  const path = `/v1/shows/${showId}`;
  const moved = await send({ method: 'PATCH', path, token, body: { startsAt: later } });
  expect(moved).toMatchObject({ status: 200, body: { startsAt: later } });
  expect(await subscribed.event('ShowRescheduled')).toMatchObject({
    ...{ ...show, venue, previousStartsAt: startsAt, startsAt: later },
  });

  const corrected = { name: 'Hamlet, Prince of Denmark', venue: 'Rose' };
  const renamed = await send({ method: 'PATCH', path, token, body: corrected });
  expect(renamed).toMatchObject({ status: 200, body: corrected });
  expect(await subscribed.event('ShowDetailsChanged')).toMatchObject({
    showId,
    ...{ showName: corrected.name, previousShowName: name },
    ...{ venue: corrected.venue, previousVenue: venue, startsAt: later },
  });
  const back = await send({ method: 'PATCH', path, token, body: { name, venue } });
  expect(back).toMatchObject({ status: 200, body: { name, venue } });

  const ana = await buyer();
  const bob = await buyer();
  const given = await ana.buy(purchaseBody({ showId, quantity: 1 }));
  const kept = await bob.buy(purchaseBody({ showId, quantity: 2 }));
  const soldOut = await subscribed.event('ShowSoldOut');
  expect(soldOut).toMatchObject({ ...show, capacity: 3 });

  const cancelPath = `/v1/purchases/${given.purchaseId}/cancel`;
  const gaveBack = await send({ method: 'POST', path: cancelPath, token: ana.token });
  expect(gaveBack).toMatchObject({ status: 200, body: { status: 'CANCELLED' } });
  expect(await subscribed.event('ShowBackOnSale')).toMatchObject(show);
  const again = await ana.buy(purchaseBody({ showId, quantity: 1 }));
  await subscribed.event('ShowSoldOut', ({ eventId }) => eventId !== soldOut.eventId);

  for (const _ of ['once', 'repeated']) {
    const cancelled = await send({ method: 'POST', path: `${path}/cancel`, token });
    expect(cancelled).toMatchObject({ status: 202 });
  }
  const calledOff = await subscribed.event('ShowCancelled');
  expect(calledOff).toMatchObject({ ...show, venue, startsAt: later });

  const inTwoMinutes = () => new Date(Date.now() + 2 * 60_000);
  const seams = asDeployed('show-jobs', stage.environment, { clock: inTwoMinutes });
  const jobs = createShowJobs(stage.environment, seams);
  await expect
    .poll(async () => {
      await jobs({}, makeLambdaContext(50_000));
      return listShowJobs(store);
    })
    .toEqual([]);
  for (const { purchaseId } of [kept, again]) {
    const detail = await subscribed.event(
      'PurchaseCancelled',
      (reported) => reported.purchaseId === purchaseId,
    );
    expect(detail).toMatchObject({ showId, correlationId: calledOff.correlationId });
  }
  expect(await office.audit(showId)).toMatchObject({ holds: true, sold: 0, available: 3 });

  // This event is announced after everything that the changes before it could cause.
  const { showId: next } = await makeShow({ startsAt: inDays(10) });
  await subscribed.event('ShowCreated', (reported) => reported.showId === next);
  const ofShow = subscribed
    .received()
    .filter(({ detail }) => Reflect.get(Object(detail), 'showId') === showId);
  const count = (wanted: string) =>
    new Set(
      ofShow
        .filter(({ type }) => type === wanted)
        .map(({ detail }) => Reflect.get(Object(detail), 'eventId')),
    ).size;
  expect(count('ShowSoldOut')).toBe(2);
  expect(count('ShowBackOnSale')).toBe(1);
  expect(count('ShowCancelled')).toBe(1);
  expect(count('ShowRescheduled')).toBe(1);
  expect(count('PurchaseCancelled')).toBe(3);
});

it('the time zone of a show reaches buyers and subscribers, and so do its change and its removal', async () => {
  const office = await openBoxOffice({ announces: true });
  const { stage, send, adminToken: token, makeShow } = office;
  const subscribed = await openSubscriber(stage);
  const { showId } = await makeShow({ timeZone: 'Europe/Madrid' });
  const path = `/v1/shows/${showId}`;
  expect(await subscribed.event('ShowCreated')).toMatchObject({
    showId,
    timeZone: 'Europe/Madrid',
  });
  expect(await send({ path: '/v1/shows' })).toMatchObject({
    body: { shows: [{ showId, timeZone: 'Europe/Madrid' }] },
  });

  const moved = await send({ method: 'PATCH', path, token, body: { timeZone: 'Europe/London' } });
  expect(moved).toMatchObject({ status: 200, body: { timeZone: 'Europe/London' } });
  expect(await subscribed.event('ShowDetailsChanged')).toMatchObject({
    ...{ showId, timeZone: 'Europe/London', previousTimeZone: 'Europe/Madrid' },
  });

  const removed = await send({ method: 'PATCH', path, token, body: { timeZone: null } });
  expect(removed).toMatchObject({ status: 200, body: { showId } });
  expect(removed.body).not.toHaveProperty('timeZone');
  const last = await subscribed.event(
    'ShowDetailsChanged',
    ({ timeZone }) => timeZone === undefined,
  );
  expect(last).toMatchObject({ previousTimeZone: 'Europe/London' });
});
