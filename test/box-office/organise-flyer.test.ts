import type { Page, Request } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { type ManagedShowOptions, openManagedShow } from '../support/browser/managed-show.ts';
import { openOfficePage } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage({ announces: true });
const openShow = (...which: ManagedShowOptions) => openManagedShow(office, ...which);

describe('the flyer of a show', () => {
  /** One pixel. */
  const PNG = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  );
  const GIF = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64');
  const pick = (page: Page, mimeType: string, buffer: Buffer) =>
    page.setInputFiles('section:has(#manage-flyer) input[type=file]', {
      name: 'flyer',
      mimeType,
      buffer,
    });

  it('is looked at, and then sent', async () => {
    const { page, faults, read } = await openShow();
    await pick(page, 'image/png', PNG);
    await page.locator('img[alt="The chosen picture"]').waitFor();
    await waitFor(async () =>
      expect(await page.evaluate('document.querySelector("img.manage-flyer").naturalWidth')).toBe(
        1,
      ),
    );
    expect(await read()).not.toHaveProperty('flyerUrl');
    await page.click('text="Use this picture"');
    await page.locator('text=The show has its new picture.').waitFor();
    await page.locator('.poster img').waitFor();
    await waitFor(async () => expect((await read()).flyerUrl).toMatch(/\.png$/));
    expect(faults).toEqual([]);
  });

  it('is refused before it is sent if it is no picture, or too large', async () => {
    const { page, faults } = await openShow();
    for (const [type, size] of [
      ['image/gif', 10],
      ['image/png', 10],
      ['image/png', 0],
      ['image/png', 5 * 1024 * 1024 + 1],
    ] as const) {
      await pick(page, 'image/png', PNG);
      await page.locator('text="Use this picture"').waitFor();
      await pick(page, type, Buffer.alloc(size));
      await page.locator('text=Choose a PNG, JPEG or WebP picture of at most 5 MiB.').waitFor();
      expect(await page.locator('text="Use this picture"').count()).toBe(0);
    }
    expect(faults).toEqual([]);
  });

  it('of a type that no flyer has is not taken, and another one can be sent', async () => {
    const { page, faults } = await openShow();
    // The browser shows it, whatever type the file has.
    await pick(page, 'image/png', GIF);
    const open = new Set<Request>();
    page.on('request', (request) => open.add(request));
    page.on('requestfinished', (request) => open.delete(request));
    page.on('requestfailed', (request) => open.delete(request));
    await page.clock.install();
    await page.click('text="Use this picture"');
    const said = page.locator('text=The show has not got the picture so far.');
    while ((await said.count()) === 0) {
      // The time limit of a request must not pass while the machine is slow to answer it.
      if (open.size === 0) await page.clock.runFor(1_000);
    }
    await page.clock.resume();
    await pick(page, 'image/png', PNG);
    await page.click('text="Use this picture"');
    await page.locator('text=The show has its new picture.').waitFor();
    expect(faults).toEqual([]);
  });

  it('that is chosen while another one is being sent stays chosen', async () => {
    const { page, faults } = await openShow();
    await pick(page, 'image/png', PNG);
    const held = Promise.withResolvers<void>();
    await page.route('**/*.png*', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.click('text="Use this picture"');
    await page.locator('text=Sending the picture').waitFor();
    await pick(page, 'image/png', PNG);
    held.resolve();
    await page.locator('text=The show has its new picture.').waitFor();
    expect(await page.locator('img[alt="The chosen picture"]').count()).toBe(1);
    await page.locator('text="Use this picture"').waitFor();
    expect(faults).toEqual([]);
  });

  it('that the bucket does not take is said, and stays chosen', async () => {
    const { page } = await openShow({}, { tolerates: /Failed to load/ });
    await pick(page, 'image/png', PNG);
    await page.route('**/*.png*', (route) => route.fulfill({ status: 403 }));
    await page.click('text="Use this picture"');
    await page.locator('text=The picture was not taken.').waitFor();
    expect(await page.locator('img[alt="The chosen picture"]').count()).toBe(1);
  });
});
