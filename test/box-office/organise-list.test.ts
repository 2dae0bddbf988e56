import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage } from '../support/browser/office-page.ts';
import { purchaseBody } from '../support/http/bodies.ts';

onlyWithChromium();

const office = await openOfficePage();
const hamlet = await office.makeShow({ name: 'Hamlet', capacity: 5 });
await office.makeShow({ name: 'Macbeth', price: { amount: 4500, currency: 'USD' } });
await (await office.buyer()).buy(purchaseBody({ showId: hamlet.showId, quantity: 2 }));

const ORGANISER = { user: 'ops', admin: true };

it('lists the shows with their sales, and the sales of all of them', async () => {
  const { page, faults } = await office.open('/', ORGANISER);
  await page.click('text="Organise"');
  const row = page.locator('.organised li', { hasText: 'Hamlet' });
  await row.locator('text="2 of 5 sold"').waitFor();
  expect(await row.locator('strong').textContent()).toBe('€31.98');
  const totals = page.locator('.sales-figures');
  await totals.locator('text="15"').waitFor();
  expect(await totals.locator('dd').allTextContents()).toEqual([
    ...['2', '13', '15', '€31.98 · US$0.00'],
  ]);
  await page.click('text="Past shows"');
  await page.locator('text="There are no such shows."').waitFor();
  expect(faults).toEqual([]);
});

it.each([
  ['one long word', 'W'.repeat(200)],
  ['a script that is read from the right', 'مسرحية هاملت!'],
])('has room for a show whose name and venue are %s', async (_, text) => {
  const { showId } = await office.makeShow({ name: text, venue: text });
  const { page, faults } = await office.open(`/app/organise/shows/${showId}`, ORGANISER);
  for (const path of [undefined, '/app/organise', `/app/shows/${showId}`, '/']) {
    if (path !== undefined) await page.goto(new URL(path, page.url()).href);
    await page.locator(`bdi:text-is("${text}")`).first().waitFor();
    await page.locator(`h1:text-is("${text}"), h2 a:text-is("${text}")`).first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }
  // An exclamation mark at the end is left of Arabic words, and right of others.
  const shown = await page.evaluate(`(() => {
    const node = [...document.querySelectorAll('h2 a')].find((link) => link.textContent === '${text}').firstChild;
    const x = (at) => {
      const range = document.createRange();
      range.setStart(node, at);
      range.setEnd(node, at + 1);
      return range.getBoundingClientRect().x;
    };
    return x(${text.length - 1}) < x(0);
  })()`);
  expect(shown).toBe(text.endsWith('!'));
  expect(faults).toEqual([]);
});

it('shows the list without the sales that cannot be read, and says so', async () => {
  const { page } = await office.open('/', { ...ORGANISER, tolerates: /Failed to load/ });
  const answer = { status: 503, json: { code: 'STORE_UNAVAILABLE', title: 'Later.' } };
  await page.route('**/sales', (route) => route.fulfill(answer));
  await page.click('text="Organise"');
  await page.locator('.organised li >> text=The sales cannot be read now.').first().waitFor();
  await page.locator('.totals >> text=The sales cannot be read now.').waitFor();
  expect(await page.locator('.organised li >> text=The sales cannot be read now.').count()).toBe(
    await page.locator('.organised li').count(),
  );
});

it('is for the organiser alone, and a buyer can become it', async () => {
  const { page, faults } = await office.open('/app/organise', { user: 'ben' });
  await page.locator('text=Only the organiser can run the box office').waitFor();
  await page.locator('text=You are signed in as ben.').waitFor();
  expect(await page.locator('.header >> text="Organise"').count()).toBe(0);
  await page.click('main button.primary');
  await page.locator('.organised li').first().waitFor();
  expect(faults).toEqual([]);
});

it('refuses whom the API refuses', async () => {
  const { page } = await office.open('/', { ...ORGANISER, tolerates: /403/ });
  await page.route('**/v1/shows?*', (route) =>
    route.fulfill({ status: 403, json: { code: 'FORBIDDEN', title: 'No.' } }),
  );
  await page.click('text="Organise"');
  await page.locator('text=Only the organiser can run the box office').waitFor();
});

it('is not loaded by buyers', async () => {
  const { page } = await office.open('/app/nowhere', { user: 'ben' });
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.reload();
  await page.click('text="Shows"');
  await page.locator('.show-card').first().waitFor();
  expect(loaded.filter((url) => url.includes('organiser-part'))).toEqual([]);
  const before = loaded.length;
  await page.evaluate(
    'history.pushState(null, "", "/app/organise"); dispatchEvent(new Event("popstate"))',
  );
  await page.click('main button.primary');
  await page.locator('.organised li').first().waitFor();
  expect(loaded.slice(before).some((url) => url.includes('organiser-part'))).toBe(true);
});
