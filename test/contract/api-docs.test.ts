import { readFile } from 'node:fs/promises';
import { allRoutes, eventTypes, problems } from '@willcall/contracts';
import { ASYNCAPI_FILE } from '@willcall/contracts/asyncapi';
import { SCHEMAS_FOLDER } from '@willcall/contracts/event-schemas';
import { OPENAPI_FILE } from '@willcall/contracts/openapi';
import { explainProblems, PROBLEM_PAGES } from '@willcall/contracts/problem-guide';
import { describe, expect, it, test } from 'vitest';
import { onlyWithChromium, openPage } from '../support/browser/browser.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

const office = await openBoxOffice({ announces: false });
const { url } = office.stage;

test('/openapi.json is the committed document', async () => {
  const response = await fetch(`${url}/openapi.json`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(await readFile(OPENAPI_FILE, 'utf8'));
});

test('/docs/asyncapi.json is the committed document', async () => {
  const response = await fetch(`${url}/docs/asyncapi.json`);
  expect(response.headers.get('content-type')).toBe('application/json');
  expect(await response.text()).toBe(await readFile(ASYNCAPI_FILE, 'utf8'));
});

test.each(Object.keys(eventTypes))('/docs/events/%s.json is the committed schema', async (type) => {
  const response = await fetch(`${url}/docs/events/${type}.json`);
  expect(response.headers.get('content-type')).toBe('application/schema+json');
  expect(await response.text()).toBe(
    await readFile(new URL(`${type}.json`, SCHEMAS_FOLDER), 'utf8'),
  );
});

test('the pages answer HEAD like GET, and no other method', async () => {
  const head = await fetch(`${url}/docs`, { method: 'HEAD' });
  expect(head.status).toBe(200);
  expect(await head.text()).toBe('');
  expect((await fetch(`${url}/docs`, { method: 'POST' })).status).toBe(404);
});

test.each(['/docs/', '/docs'])('%s allows no other origin', async (path) => {
  const policy = (await fetch(`${url}${path}`)).headers.get('content-security-policy');
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

describe.each(explainProblems())('the page of $code', ({ code, title, when, advice, routes }) => {
  it('says when the code comes, what to do, and which routes answer it', async () => {
    const response = await fetch(`${url}${PROBLEM_PAGES}/${code}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    const html = await response.text();
    for (const sentence of [title, when, advice]) {
      expect(html.replaceAll(/<\/?code>/g, '`')).toContain(sentence);
    }
    for (const { id } of routes) expect(html).toContain(`<code>${id}</code>`);
  });
});

test('the page of an unknown problem code is not found', async () => {
  expect((await fetch(`${url}${PROBLEM_PAGES}/NO_SUCH_CODE`)).status).toBe(404);
});

test.each(['/docs/package.json', '/docs/../package.json', '/docs/%2e%2e/package.json'])(
  '%s is not found, because only the listed files are served',
  async (path) => {
    expect((await office.send({ method: 'GET', path })).status).toBe(404);
  },
);

describe('the page in a browser', () => {
  onlyWithChromium();

  it('sends a request with a token, and violates no policy', async () => {
    const { page, faults } = await openPage(new URL(url).origin);
    const { showId } = await office.makeShow({ capacity: 3 });
    await page.goto(`${url}/docs`);
    await page.click('.btn.authorize');
    await page.fill('.auth-container input', office.adminToken);
    await page.click('.auth-btn-wrapper .authorize');
    await page.click('.auth-btn-wrapper .btn-done');

    const operation = page.locator('#operations-Sales-getShowSales');
    await operation.locator('.opblock-summary-control').click();
    await operation.locator('input[placeholder=showId]').fill(showId);
    await operation.locator('.execute').click();
    const answer = operation.locator('.live-responses-table');
    await answer.locator('.response-col_status', { hasText: '200' }).waitFor();
    expect(await answer.textContent()).toContain('"capacity": 3');
    expect(faults).toEqual([]);
  });

  it('leads from the list of problem codes to each page, and back', async () => {
    const { page, faults } = await openPage(new URL(url).origin);
    await page.goto(`${url}/docs`);
    // Swagger UI opens links in a new tab.
    const link = page.locator(`.info a[href="${PROBLEM_PAGES}"]`);
    await page.goto(`${url}${await link.getAttribute('href')}`);
    expect(await page.locator('table a').count()).toBe(Object.keys(problems).length);
    await page.click('text=SOLD_OUT');
    await page.locator('h1', { hasText: 'SOLD_OUT' }).waitFor();
    expect(await page.locator('pre').textContent()).toContain('"code": "SOLD_OUT"');
    await page.click('text=All problem codes');
    await page.locator('h1', { hasText: 'Problem codes' }).waitFor();
    expect(faults).toEqual([]);
  });

  it('lists every operation of the API', async () => {
    const { page, faults } = await openPage(new URL(url).origin);
    await page.goto(`${url}/docs`);
    await page.locator('.opblock').first().waitFor();
    expect(await page.locator('.opblock').count()).toBe(allRoutes.length);
    expect(faults).toEqual([]);
  });
});
