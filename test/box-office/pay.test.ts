import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import {
  fillOrder,
  HOLDER,
  nameBuyerForEachTest,
  openOfficePage,
  pathOfShow,
  pressBuy,
} from '../support/browser/office-page.ts';
import { openLocalProvider } from '../support/payments/local-provider.ts';

onlyWithChromium();

const provider = await openLocalProvider();
const { clock, payments } = provider;
const office = await openOfficePage({ announces: true, payments, seams: { clock } });
await provider.sendWebhooksTo(`${office.stage.url}/v1/payments/webhook`);
const ana = nameBuyerForEachTest();

/** Opens the form of a show that is paid for, and asks for its tickets: the page goes on to paying them. */
const openPaying = async (quantity = 1) => {
  const show = await office.makeShow({ name: 'Tosca', payment: 'PROVIDER', holdSeconds: 300 });
  const opened = await office.open(pathOfShow(show), { ...ana, tolerates: /402/ });
  await fillOrder(opened.page, { ...HOLDER, quantity: String(quantity) });
  expect(await opened.page.locator('[name=cardNumber]').count()).toBe(0);
  await pressBuy(opened.page);
  await opened.page.locator('.pay [name=method]').waitFor();
  return { ...opened, show, sales: () => office.sales(show.showId) };
};

const pay = async (page: Page, method: string): Promise<void> => {
  await page.selectOption('[name=method]', { label: method });
  await page.click('.pay button[type=submit]');
};

it('a buyer holds two tickets without a card, and pays them, also after a reload', async () => {
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
  expect(faults).toEqual([]);
});
