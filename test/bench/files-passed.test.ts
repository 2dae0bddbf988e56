import { expect, it } from 'vitest';
import { listExecutedFiles } from '../support/executed-files.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { openSubscriber } from '../support/subscribers/subscriber.ts';

/** The most files that a purchase may run through, from POST to event. */
const MAX_FILES_OF_A_PURCHASE = 60;
/** The most files that only a change of a show may run through. */
const MAX_FILES_OF_A_CHANGE = 8;

it('one purchase runs through few files, from POST to event', async () => {
  const office = await openBoxOffice({ announces: true });
  const events = await openSubscriber(office.stage);
  const { showId } = await office.makeShow({ capacity: 50 });
  await events.event('ShowCreated', (detail) => detail.showId === showId);
  const ana = await office.buyer();
  const passed = await listExecutedFiles(async () => {
    const { purchaseId } = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    await events.event('PurchaseConfirmed', (detail) => detail.purchaseId === purchaseId);
  });
  // The client is not part of the path, sweep and jobs run by the clock, and the tally beside the path. Nothing is to
  // be paid here, and the list of due minutes is there for the sweep.
  const beside =
    /^shared\/client\/|\/sweep|\/due-minutes|\/(show-)?jobs\/|rate-limiter|\/tall(y|ies)|\/payments\//;
  const files = passed.filter((file) => !beside.test(file));
  console.log(`One purchase runs through ${files.length} files, from POST to event.`);
  expect(files.length).toBeGreaterThan(10);
  expect(files.length).toBeLessThanOrEqual(MAX_FILES_OF_A_PURCHASE);
});

it('a change of a show runs through few files of its own', async () => {
  const { makeShow, send, adminToken } = await openBoxOffice();
  const { showId } = await makeShow({ capacity: 50 });
  const path = `/v1/shows/${showId}`;
  const read = await listExecutedFiles(async () => {
    expect(await send({ path })).toMatchObject({ status: 200 });
  });
  const changed = await listExecutedFiles(async () => {
    const body = { capacity: 60, price: { amount: 1_000, currency: 'EUR' }, onSale: false };
    const answer = await send({ method: 'PATCH', path, token: adminToken, body });
    expect(answer).toMatchObject({ status: 200, body: { capacity: 60 } });
  });
  // Files that serve every request, or that reading a show uses too.
  const isShared = (file: string) =>
    /^shared\/(lambda|contracts)\//.test(file) || read.includes(file);
  const own = changed.filter((file) => !isShared(file));
  console.log(`PATCH /shows/{showId} runs through ${own.length} files of its own.`);
  expect(own.length).toBeGreaterThan(2);
  expect(own.length).toBeLessThanOrEqual(MAX_FILES_OF_A_CHANGE);
});
