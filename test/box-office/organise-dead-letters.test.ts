import { messageGroupId } from '@willcall/domain';
import { expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage } from '../support/browser/office-page.ts';
import { openFifoQueue } from '../support/fifo-queue.ts';
import { makePurchaseMessage } from '../support/sale/purchase-message.ts';

onlyWithChromium();

const office = await openOfficePage();
const parked = openFifoQueue(office.stage.resources.queues['parked-purchases']);

const ORGANISER = { user: 'ops', admin: true };

/** Parks a purchase that can be decided, and opens the dead letters. */
const openParked = async (options: Parameters<typeof office.open>[1] = {}) => {
  const { showId } = await office.makeShow();
  const message = makePurchaseMessage({ showId });
  await parked.send(JSON.stringify(message), messageGroupId(message.userId, showId));
  const opened = await office.open('/app/organise', { ...ORGANISER, ...options });
  await opened.page.click('text="Dead letters"');
  const letter = opened.page.locator('.letters li', { hasText: message.purchaseId });
  await letter.locator('text=Can be decided: send it back.').waitFor();
  return { ...opened, message };
};

it('a parked purchase is listed with its verdict, sent back and decided', async () => {
  await parked.send('{"name":"Ana"', 'nobody');
  const { page, faults, message } = await openParked();
  const poison = page.locator('.letters li', { hasText: 'Unknown purchase' });
  expect(await poison.textContent()).toContain('It needs a repair before it is sent back.');
  await page.click('text="Send the parked messages back"');
  await page.click('dialog[open] .danger');
  await page.locator('[role=status]:text("Sent back: 2.")').waitFor();
  const ana = await office.buyer(message.userId);
  expect(await ana.decided(`/v1/purchases/${message.purchaseId}`)).toMatchObject({
    status: 'CONFIRMED',
  });
  await page.click('text="Look again"');
  await page.locator('text=0 ready, 0 hidden').last().waitFor();
  expect(faults).toEqual([]);
});

it('an outage is said, and what was seen stays', async () => {
  const { page, message } = await openParked({ tolerates: /Failed to load/ });
  const answer = { status: 503, json: { code: 'QUEUES_UNAVAILABLE', title: 'Later.' } };
  await page.route('**/dead-letters/redrive', (route) => route.fulfill(answer));
  await page.click('text="Send the parked messages back"');
  await page.click('dialog[open] .danger');
  await page.locator('[role=alert]:text("The queues cannot be reached now.")').waitFor();
  expect(await page.locator('.letters li', { hasText: message.purchaseId }).count()).toBe(1);
  expect(await parked.drain()).toHaveLength(1);
});
