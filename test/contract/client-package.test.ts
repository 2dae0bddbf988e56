import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { packClient } from '@willcall/client/pack';
import { transform } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, openPage, WITHOUT_CHROMIUM } from '../support/browser/browser.ts';
import { purchaseBody } from '../support/http/bodies.ts';
import { openBoxOffice } from '../support/http/box-office.ts';

const run = promisify(execFile);

/** Bytes of minified and compressed JavaScript. A page loads it before it can sell. */
const MAX_BYTES = 8 * 1_024;

const office = await openBoxOffice();
const folder = await mkdtemp(join(tmpdir(), 'willcall-client-'));
const project = join(folder, 'project');
afterAll(() => rm(folder, { recursive: true }));

/** The tarball, and an empty project in which it is installed. */
let tarball: string;
beforeAll(async () => {
  tarball = await packClient(folder);
  await mkdir(project);
  await writeFile(join(project, 'package.json'), '{"type":"module","private":true}');
  await run('npm', ['install', '--offline', '--no-audit', '--ignore-scripts', tarball], {
    cwd: project,
  });
});

const readme = await readFile(new URL('../../shared/client/README.md', import.meta.url), 'utf8');
const examples = Array.from(
  readme.matchAll(/^## ([^\n]+)\n(?:(?!^## )[\s\S])*?```js\n([\s\S]*?)```/gm),
  ([, title = '', code = '']) => ({ title, code }),
);

/** Fails to compile if the types do not narrow, or if a status or an event type is missing. */
const TYPED = `
import { createWillcall, type Purchase } from '@willcall/client';
import { parseEvent } from '@willcall/client/events';

const willcall = createWillcall({ url: 'http://127.0.0.1' });

export const describe = (purchase: Purchase): string => {
  switch (purchase.status) {
    case 'CONFIRMED':
      return purchase.holder.name;
    case 'REJECTED':
      return purchase.reason satisfies string;
    case 'UNKNOWN':
      return purchase.original.status;
    case 'HELD':
      return purchase.holdUntil satisfies string;
    case 'EXPIRED':
    case 'FAILED':
    case 'CANCELLED':
      return purchase.message;
  }
};

const event = parseEvent('{}');
export const due: string = event.type === 'ReminderDue' ? event.detail.dueAt : event.occurredAt;
export const shows: AsyncIterable<{ showId: string }> = willcall.shows.list();
// @ts-expect-error A purchase needs a holder.
willcall.purchases.buy({ showId: 's', quantity: 1 });
`;

/** What each example prints. */
const printed: Readonly<Record<string, RegExp>> = {
  'Buy tickets': /^2 tickets: Booked 2 tickets for Ana\.\n$/,
  'Survive a restart': /^order-4711 is CONFIRMED\n$/,
  'Handle errors': /^404 SHOW_NOT_FOUND, retryable: false\n$/,
  'Read lists': /^Hamlet: \d+ of 50 left\n/,
  'Handle events': /^ana has 2 tickets\nhandled once\n$/,
};

describe('the published client, installed in an empty project', () => {
  it('has no dependency', async () => {
    const installed = await readdir(join(project, 'node_modules'));
    expect(installed.filter((name) => !name.startsWith('.'))).toEqual(['@willcall']);
  });

  it('has every example of its README tested', () => {
    expect(examples.map(({ title }) => title)).toEqual(Object.keys(printed));
  });

  it.each(examples)('runs the example "$title" of its README', async ({ title, code }) => {
    const { showId } = await office.makeShow({ capacity: 50 });
    await writeFile(join(project, 'example.js'), code);
    const { stdout } = await run(process.execPath, ['example.js'], {
      cwd: project,
      env: {
        WILLCALL_URL: office.stage.url,
        WILLCALL_TOKEN: await office.stage.issueToken({ user: `ana-${showId}` }),
        SHOW_ID: showId,
      },
    });
    expect(stdout).toMatch(printed[title] ?? /^$/);
  });

  it('buys a ticket in a browser', async ({ skip }) => {
    skip(!hasChromium, WITHOUT_CHROMIUM);
    const { showId } = await office.makeShow({ capacity: 1 });
    const token = await office.stage.issueToken({ user: 'in-a-browser' });
    const { page, faults } = await openPage(office.stage.url);
    const module = await readFile(join(project, 'node_modules/@willcall/client/index.js'), 'utf8');
    await page.route('**/test/*', (route) =>
      route.fulfill(
        route.request().url().endsWith('.js')
          ? { contentType: 'text/javascript', body: module }
          : { contentType: 'text/html', body: '<!doctype html><link rel="icon" href="data:,">' },
      ),
    );
    await page.goto(`${office.stage.url}/test/page.html`);
    const purchase = await page.evaluate(
      `import('/test/client.js').then(({ createWillcall }) =>
        createWillcall(${JSON.stringify({ url: office.stage.url, token })}).purchases.buy(
          ${JSON.stringify(purchaseBody({ showId }))}))`,
    );
    expect(purchase).toMatchObject({ status: 'CONFIRMED', showId });
    expect(faults).toEqual([]);
  });

  it('has types that name each status and each event', async () => {
    await writeFile(join(project, 'types.ts'), TYPED);
    const args = ['--no-install', 'tsc', '--ignoreConfig', '--noEmit', '--strict'];
    const options = [
      '--target',
      'es2022',
      '--module',
      'nodenext',
      '--lib',
      'es2023,dom',
      '--types',
      '',
    ];
    await run('npx', [...args, ...options, join(project, 'types.ts')]);
  });

  it(`loads at most ${MAX_BYTES} bytes, minified and compressed`, async () => {
    const code = await readFile(join(project, 'node_modules/@willcall/client/index.js'), 'utf8');
    expect(code).not.toMatch(/^import /m);
    const { code: minified } = await transform(code, { minify: true, format: 'esm' });
    expect(gzipSync(minified).length).toBeLessThanOrEqual(MAX_BYTES);
  });

  it.each([
    ['publint', ['publint', '--strict', join(folder, 'package')]],
    ['attw', ['attw', '--profile', 'esm-only', '--no-color']],
  ])('satisfies %s', async (name, args) => {
    const all = name === 'attw' ? [...args, tarball] : args;
    await expect(run('npx', ['--no-install', ...all])).resolves.toBeDefined();
  });
});
