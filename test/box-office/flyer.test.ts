import type { FlyerUpload, ShowWithStock } from '@willcall/contracts';
import { expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage({ announces: true });

/** One pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

it("a show's flyer is its picture", async () => {
  const { showId } = await office.makeShow();
  const { body } = await office.send({
    method: 'POST',
    path: `/v1/shows/${showId}/flyer`,
    token: office.adminToken,
    body: { contentType: 'image/png', contentLength: PNG.length },
  });
  const { uploadUrl } = body as FlyerUpload;
  const headers = { 'content-type': 'image/png' };
  expect((await fetch(uploadUrl, { method: 'PUT', headers, body: PNG })).status).toBe(200);
  await waitFor(async () => {
    const answer = await office.send({ path: `/v1/shows/${showId}` });
    expect((answer.body as ShowWithStock).flyerUrl).toMatch(/\.png$/);
  });
  const { page, faults } = await office.open('/');
  await page.locator('.poster img').waitFor();
  await waitFor(async () =>
    expect(await page.evaluate('document.querySelector(".poster img").naturalWidth')).toBe(1),
  );
  expect(faults).toEqual([]);
});
