import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { REPOSITORY } from '../npm-start.ts';

/** The looks in which each view is inspected. The narrowest has the width that WCAG 2.2 asks for. */
export const LOOKS = {
  light: { colorScheme: 'light', viewport: { width: 1_180, height: 820 } },
  dark: { colorScheme: 'dark', viewport: { width: 1_180, height: 820 } },
  narrow: { colorScheme: 'light', viewport: { width: 320, height: 640 } },
} as const;
export type Look = keyof typeof LOOKS;

/** Git ignores this folder. */
const SCREENSHOTS = join(REPOSITORY, 'test/screenshots');

/**
 * What is wrong with a view. If something is, a screenshot of it stays in `test/screenshots`. Nothing is wrong: an empty
 * list.
 */
export async function inspectView(page: Page, view: string, look: Look): Promise<string[]> {
  const faults = [
    ...(await findBarriers(page, look)),
    ...(await findOverflow(page)),
    ...(await findLayoutShifts(page)),
  ];
  if (faults.length > 0) {
    await mkdir(SCREENSHOTS, { recursive: true });
    await page.screenshot({ path: join(SCREENSHOTS, `${view}-${look}.png`), fullPage: true });
  }
  return faults;
}

/** The rules of axe that judge colours. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block'];

/** All rules of axe, whatever the impact, for each look that can differ from the light one by them. */
async function findBarriers(page: Page, look: Look): Promise<string[]> {
  const axe = new AxeBuilder({ page }).setLegacyMode();
  if (look === 'dark') axe.withRules(OF_COLOURS);
  if (look === 'narrow') axe.disableRules(OF_COLOURS);
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, help, nodes }) =>
    nodes.map(({ target }) => `${id}: ${help}: ${target.join(' ')}`),
  );
}

async function findOverflow(page: Page): Promise<string[]> {
  const [content, width] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  return content > width ? [`${content} pixels of content in ${width}`] : [];
}

/** Shifts that no input of the user has caused within the half second before, as browsers count them. */
const READ_SHIFTS = `new Promise((resolve) => {
  const shifts = [];
  const add = (list) => {
    for (const entry of list.getEntries()) {
      if (!entry.hadRecentInput) {
        shifts.push(...entry.sources.map(({ node }) => 'moved: ' + (node?.parentElement ?? node)?.className));
      }
    }
  };
  new PerformanceObserver(add).observe({ type: 'layout-shift', buffered: true });
  setTimeout(() => resolve(shifts), 50);
})`;

const findLayoutShifts = (page: Page): Promise<string[]> => page.evaluate<string[]>(READ_SHIFTS);
