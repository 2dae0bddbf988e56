import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright-core';

/**
 * Prints what the first view of a running stack takes in a browser with a quarter of this machine's CPU.
 * `node test/box-office/measure-page.ts http://127.0.0.1:3000`, with CHROMIUM naming the browser.
 */
const url = process.argv[2] ?? 'http://127.0.0.1:3000';
const SLOWER = 4;

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
const devTools = await page.context().newCDPSession(page);
await devTools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER });
const requests: { path: string; bytes: number; gzip: number }[] = [];
page.on('response', async (response) => {
  const body = await response.body();
  const path = new URL(response.url()).pathname;
  requests.push({ path, bytes: body.length, gzip: gzipSync(body).length });
});
// A task of more than 50 ms keeps the page from reacting.
await page.addInitScript(`
  globalThis.blockedUntil = 0;
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) blockedUntil = startTime + duration;
  }).observe({ type: 'longtask', buffered: true });
`);
await page.goto(url);
await page.locator('.show-card a, .message').first().waitFor();
const shownMs = await page.evaluate<number>('performance.now()');
await page.waitForLoadState('networkidle');
const blockedUntilMs = await page.evaluate<number>('blockedUntil');
const sum = (name: 'bytes' | 'gzip') => requests.reduce((all, one) => all + one[name], 0);
for (const { path, bytes, gzip } of requests)
  console.log(`${path}  ${bytes} bytes, ${gzip} with gzip`);
console.log(`${requests.length} requests, ${sum('bytes')} bytes, ${sum('gzip')} with gzip`);
console.log(`shown after ${Math.round(shownMs)} ms at a CPU ${SLOWER} times slower`);
console.log(`interactive after ${Math.round(Math.max(shownMs, blockedUntilMs))} ms`);
await browser.close();
