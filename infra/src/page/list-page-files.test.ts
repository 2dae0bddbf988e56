import { listPages } from '@willcall/api-docs';
import { PAGE_ROUTES, readBuiltPage } from '@willcall/box-office';
import { expect, it, test } from 'vitest';
import { DOCS_ROUTES } from '../edge/page-behaviors.ts';
import { findObject } from '../edge/page-routes.fixture.ts';
import { listPageFiles } from './list-page-files.ts';

const files = await listPageFiles();
const keys = files.map(({ key }) => key);

/** Whether CloudFront asks the bucket for a path. */
const isServed = (path: string): boolean =>
  [...PAGE_ROUTES, ...DOCS_ROUTES].some((route) =>
    route.endsWith('*') ? path.startsWith(route.slice(0, -1)) : path === route,
  );

test.each(listPages().map(({ path, headers }) => [path, headers] as const))(
  '%s is served with the type and the policy that the local gateway sends',
  (path, headers) => {
    expect(isServed(path)).toBe(true);
    const file = files.find(({ key }) => `/${key}` === findObject(path));
    expect(file).toMatchObject({
      contentType: headers['content-type'],
      cacheControl: headers['cache-control'],
    });
  },
);

it('every file of the page is served at its path, and the index at every view', async () => {
  for (const path of (await readBuiltPage()).keys()) {
    expect(keys).toContain(path.slice(1));
    if (path !== '/index.html') {
      expect(isServed(path), path).toBe(true);
      expect(findObject(path)).toBe(path);
    }
  }
  for (const path of ['/', '/app/organise', '/signed-in', '/signed-out']) {
    expect(isServed(path)).toBe(true);
    expect(keys).toContain(findObject(path).slice(1));
  }
});
