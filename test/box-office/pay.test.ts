import { known, PAYMENT_TASK_VERSION, type PaymentTask } from '@willcall/contracts';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium } from '../support/browser/browser.ts';
import {
  fillOrder,
  HOLDER,
  nameBuyerForEachTest,
  openOfficePage,
  pathOfShow,
  pressBuy,
} from '../support/browser/office-page.ts';
import { openStageQueue } from '../support/http/stage-queue.ts';
import { openLocalProvider } from '../support/payments/local-provider.ts';

onlyWithChromium();

const provider = await openLocalProvider();
const { clock, payments } = provider;
const office = await openOfficePage({ announces: true, payments, seams: { clock } });
await provider.sendWebhooksTo(`${office.stage.url}/v1/payments/webhook`);
const ana = nameBuyerForEachTest();

/** The shortest hold. */
const HOLD_SECONDS = 300;

/** Has the purchase of a view looked at now. The sweep asks for it too, at the next minute. */
const lookAt = async (page: Page): Promise<void> => {
  const purchaseId = known(new URL(page.url()).pathname.split('/').at(-1), 'purchase of the view');
  const task: PaymentTask = {
    version: PAYMENT_TASK_VERSION,
    purchase: { userId: ana.user, purchaseId },
    correlationId: purchaseId,
  };
  const { send } = openStageQueue(office.stage.resources.queues.payments);
  await send(JSON.stringify(task), purchaseId);
};

/** Opens the form of a show that is paid for, and asks for its tickets: the page goes on to paying them. */
const openPaying = async (quantity = 1) => {
  const show = await office.makeShow({
    name: 'Tosca',
    payment: 'PROVIDER',
    holdSeconds: HOLD_SECONDS,
    refundFee: 100,
  });
  const opened = await office.open(pathOfShow(show), { ...ana, tolerates: /Failed to load/ });
  await fillOrder(opened.page, { ...HOLDER, quantity: String(quantity) });
  expect(await opened.page.locator('[name=cardNumber]').count()).toBe(0);
  await opened.page.locator('text=If you cancel, €1.00 of each ticket is kept.').waitFor();
  await pressBuy(opened.page);
  await opened.page.locator('.pay [name=method]').waitFor();
  return { ...opened, show, sales: () => office.sales(show.showId) };
};

const pay = async (page: Page, method: string): Promise<void> => {
  await page.selectOption('[name=method]', { label: method });
  await page.click('.pay button[type=submit]');
};

it('a buyer holds two tickets without a card, pays them after a reload, and cancels them for a refund', async () => {
  const { page, faults, sales } = await openPaying(2);
  expect(await page.textContent('.pay h2')).toBe('Pay €31.98');
  expect(await sales()).toMatchObject({ held: 2, sold: 0 });
  await page.click('text=My purchases');
  await page.locator('.purchases >> text=To be paid').waitFor();
  await page.click('.purchases a');
  await page.reload();
  await pay(page, 'Pays');
  await page.locator('.tickets li').nth(1).waitFor();
  expect(await page.textContent('.purchase [role=status]')).toBe('You have your tickets.');
  expect(await page.evaluate('document.activeElement.className')).toContain('purchase');
  expect(await sales()).toMatchObject({ held: 0, sold: 2 });
  await page.click('text=Cancel the purchase');
  expect(await page.textContent('dialog[open] p')).toContain('You get back €29.98.');
  await page.click('dialog[open] .danger');
  await page.locator('text=You got back €29.98.').waitFor();
  await page.click('text=My purchases');
  await page.locator('.purchases >> text=Refunded').waitFor();
  expect(faults).toEqual([]);
});

it('a buyer whose card is declined, and whose bank asks who pays, tries again within the hold', async () => {
  const { page, faults, sales } = await openPaying();
  await pay(page, 'Declines: not enough money');
  await page.locator('.error >> text=there is not enough money on the card').waitFor();
  await pay(page, 'Asks the buyer to confirm');
  await page.click('text="Fail"');
  await page.locator('.error >> text=did not get the confirmation').waitFor();
  expect(new URL(page.url()).search).toBe('');
  await pay(page, 'Asks the buyer to confirm');
  await page.click('text="Complete"');
  await page.locator('.tickets li').waitFor();
  expect(await sales()).toMatchObject({ held: 0, sold: 1 });
  expect(faults).toEqual([]);
});

it('a buyer who cancels instead of paying has nothing to pay any more', async () => {
  const { page, faults, show, sales } = await openPaying();
  await page.click('text=Cancel the purchase');
  await page.click('dialog[open] .danger');
  await page.locator('.status >> text=Cancelled').waitFor();
  expect(await sales()).toMatchObject({ held: 0, sold: 0, available: show.capacity });
  expect(faults).toEqual([]);
});

it('a buyer who does not pay in time learns it, and can buy again', async () => {
  const { page, faults, show } = await openPaying();
  await provider.pass(HOLD_SECONDS * 1_000);
  await lookAt(page);
  await waitFor(async () => expect(await office.sales(show.showId)).toMatchObject({ held: 0 }));
  await page.evaluate("window.dispatchEvent(new Event('online'))");
  await page.locator('.status >> text=Not paid in time').waitFor();
  await page.click('text=Back to the show');
  await page.locator('.order [name=quantity]').waitFor();
  expect(await office.sales(show.showId)).toMatchObject({ held: 0, available: show.capacity });
  expect(faults).toEqual([]);
});

it('a buyer waits by themselves while all tickets are held, and while too many people pay', async () => {
  const show = await office.makeShow({ payment: 'PROVIDER' });
  const { page, faults } = await office.open(pathOfShow(show), {
    ...ana,
    tolerates: /Failed to load/,
  });
  const refuse = async (path: string, status: number, code: string) => {
    await page.route(path, (route) =>
      route.fulfill({ status, headers: { 'retry-after': '1' }, json: { code, title: code } }),
    );
    return () => page.unroute(path);
  };
  const giveBack = await refuse('**/v1/purchases', 409, 'ALL_HELD');
  const letPay = await refuse('**/v1/purchases/*/payment', 429, 'TOO_MANY_PAYMENTS');
  await fillOrder(page, HOLDER);
  await pressBuy(page);
  await page.locator('text=Other buyers are paying for the last tickets.').waitFor();
  await page.locator('text=The next try is in about 1 second.').waitFor();
  await giveBack();
  await page.locator('text=A lot of people are paying right now.').waitFor();
  await letPay();
  await page.locator('.pay [name=method]').waitFor();
  expect(faults).toEqual([]);
});
