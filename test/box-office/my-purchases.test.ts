import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { nameBuyerForEachTest, openOfficePage } from '../support/browser/office-page.ts';
import { purchaseBody } from '../support/http/bodies.ts';

onlyWithChromium();

const office = await openOfficePage();
const ana = nameBuyerForEachTest();

/** Opens the purchase of a buyer who has two tickets. */
const openPurchase = async () => {
  const show = await office.makeShow({ name: 'Hamlet', capacity: 5 });
  const buyer = await office.buyer(ana.user);
  const bought = await buyer.buy(purchaseBody({ showId: show.showId, quantity: 2 }));
  const opened = await office.open('/app/purchases', ana);
  await opened.page.click('.purchases a');
  await opened.page.locator('.tickets').waitFor();
  return { ...opened, show, buyer, purchaseId: bought.purchaseId };
};

it('lists the purchases of the buyer alone', async () => {
  const show = await office.makeShow({ capacity: 1 });
  const ben = await office.buyer();
  await ben.buy(purchaseBody({ showId: show.showId }));
  const { page, faults } = await office.open('/app/purchases', ana);
  await page.locator('text=You have not bought anything yet').waitFor();
  expect(faults).toEqual([]);
});

it('cancels only after a question, and the tickets are on sale again', async () => {
  const { page, faults, show } = await openPurchase();
  await page.click('text=Cancel the purchase');
  expect(await page.textContent('dialog[open] h2')).toBe('Cancel this purchase?');
  await page.keyboard.press('Escape');
  expect(await office.sales(show.showId)).toMatchObject({ sold: 2 });
  await page.click('text=Cancel the purchase');
  await page.click('dialog[open] .danger');
  await page.locator('.status >> text=Cancelled').waitFor();
  expect(await office.sales(show.showId)).toMatchObject({ sold: 0, available: 5 });
  expect(faults).toEqual([]);
});

it('changes the name, and says at the field what is wrong', async () => {
  const { page, faults, buyer, purchaseId } = await openPurchase();
  await page.click('summary');
  await page.fill('[name=name]', ' ');
  await page.click('text="Save"');
  expect(await page.locator('.error >> text=Enter the name').count()).toBe(1);
  await page.fill('[name=name]', 'Berta');
  await page.click('text="Save"');
  await page.locator('text=Saved.').waitFor();
  const { body } = await buyer.get(`/v1/purchases/${purchaseId}`);
  expect(body).toMatchObject({ holder: { name: 'Berta', email: 'ana@example.com' } });
  await page.locator('.tickets >> text=Berta').first().waitFor();
  expect(faults).toEqual([]);
});

it('erases the purchase, on this device too', async () => {
  const { page, buyer, purchaseId } = await openPurchase();
  const kept = JSON.stringify([{ purchaseId, key: 'k', ...ana, body: {}, total: {} }]);
  await page.evaluate(`localStorage.setItem('willcall.requests', ${JSON.stringify(kept)})`);
  await page.click('text=Erase my data');
  await page.click('dialog[open] .danger');
  await page.locator('text=You have not bought anything yet').waitFor();
  expect((await buyer.get(`/v1/purchases/${purchaseId}`)).status).toBe(410);
  expect(await page.evaluate('localStorage.getItem("willcall.requests")')).not.toContain(
    purchaseId,
  );
});

it('asks who is not signed in to sign in, and then shows the purchase', async () => {
  const { page, faults } = await openPurchase();
  await page.click('text=Sign out');
  await page.locator('.sign-in').waitFor();
  expect(await page.textContent('h1')).toBe('Your purchase');
  await page.fill('[name=user]', ana.user);
  await page.click('.sign-in button[type=submit]');
  await page.locator('.tickets').waitFor();
  expect(faults).toEqual([]);
});

it('saves the show to a calendar', async () => {
  const { page, faults } = await openPurchase();
  const downloading = page.waitForEvent('download');
  await page.click('text=Save to my calendar');
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('Hamlet.ics');
  const text = await readFile(await download.path(), 'utf8');
  expect(text).toContain('SUMMARY:Hamlet\r\n');
  expect(faults).toEqual([]);
});

it('prints tickets that say show, place and time, and nothing else of the page', async () => {
  const { page } = await openPurchase();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.on-paper').first().isVisible()).toBe(true);
  expect(await page.locator('.on-paper').first().textContent()).toContain('Hamlet');
  for (const hidden of ['.header', '.actions', '.ending']) {
    expect(await page.locator(hidden).first().isVisible(), hidden).toBe(false);
  }
});
