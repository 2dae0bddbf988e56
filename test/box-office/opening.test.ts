import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { HOLDER, openOfficePage, pathOfShow } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();

const inMs = (milliseconds: number): string => new Date(Date.now() + milliseconds).toISOString();

it('counts down by the server, however wrong the clock of the device is, and opens by itself', async () => {
  const show = await office.makeShow();
  const { page, faults } = await office.open('/app/nowhere', { user: 'ana' });
  // The device is two hours behind.
  await page.addInitScript('{ const now = Date.now; Date.now = () => now() - 7_200_000; }');
  // The time starts with the first answer, so that a slow machine sees the countdown too.
  let opensAt: number | undefined;
  await page.route(`**/v1/shows/${show.showId}`, async (route) => {
    const response = await route.fetch();
    opensAt ??= Date.now() + 10_000;
    const saleOpensAt = new Date(opensAt).toISOString();
    const closed = { ...show, onSale: false, notOnSaleReason: 'SALE_NOT_OPEN', saleOpensAt };
    await route.fulfill({ response, json: Date.now() < opensAt ? closed : show });
  });
  await page.goto(`${office.stage.url}${pathOfShow(show)}`);
  expect(await page.locator('[role=timer]').textContent()).toMatch(
    /^00 days00 hours00 minutes\d\d /,
  );
  await page.locator('.order').waitFor();
  await page.locator('text=The sale is open. You can buy now.').waitFor({ state: 'attached' });
  await page.fill('[name=name]', HOLDER.name);
  expect(faults).toEqual([]);
});

it('shows days and hours of a sale that opens later', async () => {
  const show = await office.makeShow({
    saleOpensAt: inMs(2 * 86_400_000 + 3 * 3_600_000 + 30_000),
  });
  const { page, faults } = await office.open(pathOfShow(show), { user: 'ana' });
  await page.locator('.countdown').waitFor();
  expect(await page.locator('[role=timer]').textContent()).toMatch(/^02 days03 hours00 minutes/);
  expect(faults).toEqual([]);
});
