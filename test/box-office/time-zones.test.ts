import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage, pathOfShow } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();
const startsAt = '2035-06-01T20:00:00Z';

it.each([
  ['Europe/Madrid', 'Europe/Paris', 'Fri, 1 Jun 2035, 22:00 CEST'],
  [
    'Europe/Madrid',
    'Europe/London',
    'Fri, 1 Jun 2035, 22:00 CEST (your time: Fri, 1 Jun 2035, 21:00 BST)',
  ],
  [
    'asia/tokyo',
    'Europe/London',
    'Sat, 2 Jun 2035, 05:00 GMT+9 (your time: Fri, 1 Jun 2035, 21:00 BST)',
  ],
  [undefined, 'Europe/London', 'Fri, 1 Jun 2035, 21:00 BST (your time)'],
])('a show in the zone %s, read in %s, starts %s', async (timeZone, timezoneId, text) => {
  const show = await office.makeShow({ startsAt, timeZone });
  const { page, faults } = await office.open(pathOfShow(show), { timezoneId });
  const start = page.locator('.facts dd', { has: page.locator('time') });
  expect(await start.textContent()).toBe(text);
  expect(await start.locator('time').getAttribute('datetime')).toBe(startsAt);
  expect(faults).toEqual([]);
});

it("a zone that the browser does not know leaves the reader's own time", async () => {
  const show = await office.makeShow({ startsAt });
  const { page, faults } = await office.open('/app/nowhere', { timezoneId: 'Europe/London' });
  await page.route('**/v1/shows?*', async (route) => {
    const answer = await route.fetch();
    const { shows } = (await answer.json()) as { readonly shows: readonly object[] };
    await route.fulfill({
      json: { shows: shows.map((each) => ({ ...each, timeZone: 'Moon/Sea' })) },
    });
  });
  await page.click('text=See all shows');
  const card = page.locator('.show-card', { has: page.locator(`a[href="${pathOfShow(show)}"]`) });
  expect(await card.locator('time').textContent()).toBe('Fri, 1 Jun 2035, 21:00 BST');
  expect(faults).toEqual([]);
});
