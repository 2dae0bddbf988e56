import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import {
  fillOrder,
  HOLDER,
  nameBuyerForEachTest,
  openOfficePage,
  pathOfShow,
  pressBuy,
} from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();
const ana = nameBuyerForEachTest();

const signIn = async (page: Page, name: string) => {
  await page.fill('[name=user]', name);
  await page.click('.sign-in button[type=submit]');
};

describe('two tabs', () => {
  it('agree about who is signed in, and no name crosses from one buyer to the next', async () => {
    const show = await office.makeShow();
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page, HOLDER);
    const other = await page.context().newPage();
    await other.goto(page.url());
    expect(await other.inputValue('[name=name]')).toBe(HOLDER.name);

    await other.click('text=Sign out');
    await page.locator('.sign-in').waitFor();
    await signIn(other, `ben-${ana.user}`);
    await page.locator('.user-name', { hasText: `ben-${ana.user}` }).waitFor();
    for (const tab of [page, other]) {
      expect(await tab.inputValue('[name=name]')).toBe('');
      expect(await tab.inputValue('[name=email]')).toBe('');
    }
    expect(faults).toEqual([]);
  });
});

it('shows what a buyer typed to nobody else, even if they never signed out', async () => {
  const show = await office.makeShow();
  const { page, faults } = await office.open(pathOfShow(show), ana);
  await fillOrder(page, HOLDER);
  const ben = JSON.stringify({ name: `ben-${ana.user}`, admin: false });
  await page.evaluate(`localStorage.setItem('willcall.user', ${JSON.stringify(ben)})`);
  await page.reload();
  await page.locator('.user-name', { hasText: `ben-${ana.user}` }).waitFor();
  expect(await page.inputValue('[name=name]')).toBe('');
  expect(faults).toEqual([]);
});

it('forgets the holder of a request that was refused, and still says why', async () => {
  const show = await office.makeShow({ capacity: 5 });
  const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /409|Failed/ });
  const readKept = () => page.evaluate(() => localStorage.getItem('willcall.requests'));
  await page.route('**/v1/purchases', (route) => route.abort());
  await fillOrder(page);
  await pressBuy(page);
  await page.locator('text=No connection. Nothing is lost').waitFor();
  expect(await readKept()).toContain(HOLDER.email);
  await page.unroute('**/v1/purchases');
  await page.route('**/v1/purchases', (route) =>
    route.fulfill({ status: 409, json: { code: 'SOLD_OUT', title: 'Sold out.' } }),
  );
  await page.locator('text=The show is sold out.').waitFor();
  const kept = await readKept();
  expect(kept).not.toContain(HOLDER.email);
  expect(kept).not.toContain(HOLDER.name);
  await page.reload();
  await page.locator('text=The show is sold out.').waitFor();
  expect(await page.textContent('.summary')).toContain(`1 ticket for ${show.name}`);
});

it('asks who signed out of their purchase to sign in, and shows it to nobody else', async () => {
  const show = await office.makeShow();
  const { page, faults } = await office.open(pathOfShow(show), ana);
  await fillOrder(page);
  await pressBuy(page);
  await page.locator('.tickets').waitFor();
  await page.click('text=Sign out');
  await page.locator('.sign-in').waitFor();
  expect(await page.textContent('h1')).toBe('Your purchase');
  await signIn(page, `ben-${ana.user}`);
  await page.locator(`text=ben-${ana.user} has no such purchase on this device.`).waitFor();
  await page.click('text=Sign out');
  await signIn(page, ana.user);
  await page.locator('.tickets').waitFor();
  expect(faults).toEqual([]);
});
