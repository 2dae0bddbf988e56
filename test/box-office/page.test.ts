import { gzipSync } from 'node:zlib';
import { openPage, PAGE_ROUTES } from '@willcall/box-office';
import { allRoutes, VERSION_PREFIX } from '@willcall/contracts';
import { expect, it, test } from 'vitest';

const page = openPage();

/** Bytes, compressed. A buyer with a slow connection loads it in the rush of an opening. */
const BUDGET_BYTES = 60 * 1024;

test("the page's routes are these, and everything else is the API's", () => {
  expect(PAGE_ROUTES).toEqual(['/', '/app/*', '/signed-in', '/signed-out']);
});

test.each(allRoutes.flatMap(({ path }) => [path, `${VERSION_PREFIX}${path}`]))(
  'the route %s of the API is no page',
  async (path) => {
    expect(await page.find(path)).toBeUndefined();
  },
);

it("is within its budget: what a buyer's first view loads", async () => {
  const index = String((await page.find('/'))?.body);
  const assets = [...index.matchAll(/(?:src|href)="(\/app\/[^"]+)"/g)].map(([, path = '']) => path);
  expect(assets.length).toBeGreaterThanOrEqual(3);
  const bodies = await Promise.all(assets.map(async (path) => (await page.find(path))?.body));
  const bytes = [Buffer.from(index), ...bodies]
    .map((body) => gzipSync(body ?? Buffer.alloc(BUDGET_BYTES)).length)
    .reduce((sum, length) => sum + length, 0);
  expect(bytes).toBeLessThanOrEqual(BUDGET_BYTES);
});
