import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeEach } from 'vitest';
import { PATIENCE_MS, scaledTimeout } from '../backend/scaled-timeout.ts';
import { runAtEnd } from '../http/at-end.ts';

/** Where Debian, Ubuntu and Fedora install Chromium. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const executable = process.env.CHROMIUM ?? PATHS.find((path) => existsSync(path));

export const hasChromium = executable !== undefined;

/** What a test says when it is skipped on a machine without Chromium. */
export const WITHOUT_CHROMIUM =
  'Chromium is not installed. Install the package chromium, or name the program in CHROMIUM.';

/** Skips the tests of its block or file on a machine without Chromium, and says so. */
export const onlyWithChromium = (): void => {
  beforeEach(({ skip }) => {
    skip(!hasChromium, WITHOUT_CHROMIUM);
  });
};

/** What a page did that nobody may see: errors, refused content, and requests to another origin. */
export type PageFaults = readonly string[];

export type PageOptions = BrowserContextOptions & {
  /** Faults that a test provokes, such as a refused request. */
  readonly tolerates?: RegExp;
  /** Other origins that the page may send requests to. */
  readonly origins?: readonly string[];
};

/** Opens a page in Chromium and records its faults. It closes at the end of the test. */
export async function openPage(
  origin: string,
  { tolerates, origins = [], ...options }: PageOptions = {},
): Promise<{ page: Page; faults: PageFaults }> {
  const context = await (await launch()).newContext(options);
  runAtEnd(() => context.close());
  context.setDefaultTimeout(scaledTimeout(PATIENCE_MS));
  const page = await context.newPage();
  const faults: string[] = [];
  const report = (fault: string): void => {
    if (tolerates?.test(fault) !== true) faults.push(fault);
  };
  page.on('pageerror', ({ message }) => report(message));
  // A violation of the Content-Security-Policy is an error of the console.
  page.on('console', (line) => {
    if (line.type() === 'error' || line.type() === 'warning') report(line.text());
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.protocol === 'data:' || [origin, ...origins].includes(url.origin)) return;
    report(`request to ${url.origin}`);
  });
  return { page, faults };
}

/** One browser serves all tests of a file. */
let browser: Promise<Browser> | undefined;

afterAll(async () => {
  await (await browser)?.close();
});

const launch = (): Promise<Browser> => {
  browser ??= chromium.launch({
    ...(executable === undefined ? {} : { executablePath: executable }),
    // Chromium's sandbox does not start as root, the user of most containers.
    args: ['--no-sandbox', '--disable-background-networking'],
  });
  return browser;
};
