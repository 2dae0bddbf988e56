import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openPage } from './serve-page.ts';

/** Opens a page with these files. */
const openBuilt = (files: Readonly<Record<string, string>>) =>
  openPage(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'willcall-page-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await mkdir(join(folder, 'app/assets'), { recursive: true });
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
    return folder;
  });

const FILES = { 'index.html': 'the page', 'app/assets/index-1a.js': 'the script' };

it.each(['/', '/app/', '/app/shows/abc', '/app/purchases', '/signed-in', '/signed-out'])(
  '%s shows the page, which is asked for again each time',
  async (path) => {
    const file = await openBuilt(FILES).find(path);
    expect(file?.body.toString()).toBe('the page');
    expect(file).toMatchObject({ status: 200, headers: { 'cache-control': 'no-cache' } });
  },
);

it('an asset is kept forever, because its name changes with its content', async () => {
  const file = await openBuilt(FILES).find('/app/assets/index-1a.js');
  expect(file?.body.toString()).toBe('the script');
  expect(file?.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': expect.stringContaining('immutable'),
  });
});

it.each([
  '/app/assets/index-2b.js',
  '/app/../package.json',
  '/index.html',
  '/app',
  '/shows',
  '/v1/',
])('%s is none of the page', async (path) => {
  expect(await openBuilt(FILES).find(path)).toBeUndefined();
});

it('a page that cannot be built says why at every view', async () => {
  const failed = Object.assign(new Error('Command failed'), { stderr: 'main.tsx:1: no such word' });
  const page = openPage(() => Promise.reject(failed));
  const file = await page.find('/app/shows/abc');
  expect(file?.status).toBe(503);
  expect(file?.body.toString()).toBe(
    'The box office could not be built. The API runs without it.\n\nmain.tsx:1: no such word\n',
  );
});
