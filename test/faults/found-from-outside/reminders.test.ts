import { createShowJobs } from '@willcall/show-jobs';
import { createSweep } from '@willcall/stream';
import { expect, it } from 'vitest';
import { scaledTimeout, waitFor } from '../../support/backend/scaled-timeout.ts';
import { purchaseBody } from '../../support/http/bodies.ts';
import { openBoxOffice } from '../../support/http/box-office.ts';
import { listPurchaseRecords } from '../../support/http/table-items.ts';
import { asDeployed } from '../../support/role/as-deployed.ts';
import { makeLambdaContext } from '../../support/sale/lambda-context.ts';
import { openSubscriber } from '../../support/subscribers/subscriber.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const iso = (at: number): string => new Date(at).toISOString();
/** Rounds a time up to a full minute. */
const fullMinute = (at: number): number => Math.ceil(at / MINUTE_MS) * MINUTE_MS;

const { stage, client, adminToken, store, makeShow, buyer } = await openBoxOffice({
  announces: true,
});

/** Runs the sweep as if it were this time. */
const sweepAt = (at: number) =>
  createSweep(
    stage.environment,
    asDeployed('sweep', stage.environment, { clock: () => new Date(at) }),
  )({}, makeLambdaContext(50_000));

/** Runs the jobs of rescheduled shows, and their last pass two minutes later. */
const runShowJobs = async () => {
  for (const later of [0, 2 * MINUTE_MS]) {
    const clock = () => new Date(Date.now() + later);
    const seams = asDeployed('show-jobs', stage.environment, { clock });
    await createShowJobs(stage.environment, seams)({}, makeLambdaContext(50_000));
  }
};

const moveShow = (showId: string, startsAt: number) =>
  client.call('changeShow', {
    path: { showId },
    body: { startsAt: iso(startsAt) },
    token: adminToken,
  });

const findRecord = async (purchaseId: string) =>
  (await listPurchaseRecords(store)).find((record) => record.purchaseId === purchaseId);

it('a mistyped start that was corrected lost the reminder', async () => {
  const subscribed = await openSubscriber(stage);
  const due = fullMinute(Date.now() + 5 * MINUTE_MS);
  const { showId } = await makeShow({ startsAt: iso(due + DAY_MS) });
  const { purchaseId } = await (await buyer()).buy(purchaseBody({ showId }));

  const mistyped = Date.now() + scaledTimeout(8_000);
  await moveShow(showId, mistyped);
  await waitFor(() => expect(Date.now()).toBeGreaterThan(mistyped));
  await runShowJobs();
  // The reminder fired, and was suppressed because the show has begun.
  await expect.poll(async () => (await findRecord(purchaseId))?.reminder).toBeUndefined();

  await moveShow(showId, due + DAY_MS);
  await runShowJobs();
  await sweepAt(due);
  const isIts = (reminder: { readonly purchaseId: string }) => reminder.purchaseId === purchaseId;
  expect(await subscribed.event('ReminderDue', isIts)).toMatchObject({
    startsAt: iso(due + DAY_MS),
    dueAt: iso(due),
  });
});

it('a buyer who was reminded of the old date was not reminded of the new one', async () => {
  const subscribed = await openSubscriber(stage);
  const due = fullMinute(Date.now() + 3 * MINUTE_MS);
  const { showId } = await makeShow({ startsAt: iso(due + DAY_MS) });
  const { purchaseId } = await (await buyer()).buy(purchaseBody({ showId }));
  await subscribed.event('PurchaseConfirmed', (event) => event.purchaseId === purchaseId);
  await sweepAt(due);
  await subscribed.event('ReminderDue', ({ dueAt }) => dueAt === iso(due));

  const newDue = due + 10 * MINUTE_MS;
  await moveShow(showId, newDue + DAY_MS);
  await runShowJobs();
  await sweepAt(newDue);
  const again = await subscribed.event('ReminderDue', ({ dueAt }) => dueAt === iso(newDue));
  expect(again).toMatchObject({ purchaseId, startsAt: iso(newDue + DAY_MS) });
});

it('a purchase inside the lead time got a reminder with its confirmation', async () => {
  const subscribed = await openSubscriber(stage);
  const { showId } = await makeShow({ startsAt: iso(Date.now() + DAY_MS / 2) });
  const ana = await buyer();
  const { purchaseId } = await ana.buy(purchaseBody({ showId }));
  await subscribed.event('PurchaseConfirmed', (event) => event.purchaseId === purchaseId);
  await sweepAt(Date.now());
  // This purchase is announced after everything that the first one may have caused.
  const marker = await ana.buy(purchaseBody({ showId }));
  await subscribed.event('PurchaseConfirmed', (event) => event.purchaseId === marker.purchaseId);
  expect(subscribed.received().filter(({ type }) => type === 'ReminderDue')).toEqual([]);
  expect(await findRecord(purchaseId)).not.toHaveProperty('reminder');
});

it('a reminder fired up to a minute before its due time', async () => {
  const subscribed = await openSubscriber(stage);
  const due = fullMinute(Date.now() + 3 * MINUTE_MS) + 34_000;
  const { showId } = await makeShow({ startsAt: iso(due + DAY_MS) });
  const { purchaseId } = await (await buyer()).buy(purchaseBody({ showId }));
  await subscribed.event('PurchaseConfirmed', (event) => event.purchaseId === purchaseId);
  expect(await sweepAt(due - 1_000)).toMatchObject({ fired: 0 });
  expect(await sweepAt(due + 26_000)).toMatchObject({ fired: 1 });
  const isIts = (reminder: { readonly purchaseId: string }) => reminder.purchaseId === purchaseId;
  expect(await subscribed.event('ReminderDue', isIts)).toMatchObject({ dueAt: iso(due) });
});
