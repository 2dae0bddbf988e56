import { expect, it } from 'vitest';
import { filesPassed } from '../support/files-passed.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';
import { subscriber } from '../support/subscribers/subscriber.ts';

/** Files that somebody may have to open to follow one purchase, from POST to event. */
const MAX_FILES_OF_A_PURCHASE = 60;
/** Files that changing a show has to itself. */
const MAX_FILES_OF_A_CHANGE = 8;

it('a reader follows one purchase, from POST to event, through few files', async () => {
  const office = await openBoxOffice({ announces: true });
  const events = await subscriber(office.stage);
  const { showId } = await office.makeShow({ capacity: 50 });
  await events.event('ShowCreated', (detail) => detail.showId === showId);
  const ana = await office.buyer();
  const passed = await filesPassed(async () => {
    const { purchaseId } = await ana.buy(purchaseBody({ showId, quantity: 2 }));
    await events.event('PurchaseConfirmed', (detail) => detail.purchaseId === purchaseId);
  });
  // The client stands before the POST, and the sweep runs by the clock.
  const files = passed.filter((file) => !/^shared\/client\/|\/sweep/.test(file));
  console.log(`One purchase, from POST to event, passes ${files.length} files.`);
  expect(files.length).toBeGreaterThan(10);
  expect(files.length).toBeLessThanOrEqual(MAX_FILES_OF_A_PURCHASE);
});

it('changing a show has few files to itself', async () => {
  const { makeShow, send, adminToken } = await openBoxOffice();
  const { showId } = await makeShow({ capacity: 50 });
  const path = `/v1/shows/${showId}`;
  const read = await filesPassed(async () => {
    expect(await send({ path })).toMatchObject({ status: 200 });
  });
  const changed = await filesPassed(async () => {
    const body = { capacity: 60, price: { amount: 1_000, currency: 'EUR' }, onSale: false };
    const answer = await send({ method: 'PATCH', path, token: adminToken, body });
    expect(answer).toMatchObject({ status: 200, body: { capacity: 60 } });
  });
  // What every request with a token and a body passes, and what reading a show passes too.
  const isShared = (file: string) =>
    /^shared\/(lambda|contracts)\//.test(file) || read.includes(file);
  const own = changed.filter((file) => !isShared(file));
  console.log(`PATCH /shows/{showId} has ${own.length} files to itself.`);
  expect(own.length).toBeGreaterThan(2);
  expect(own.length).toBeLessThanOrEqual(MAX_FILES_OF_A_CHANGE);
});
