import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium } from '../support/browser/browser.ts';
import {
  type ManagedShowOptions,
  ORGANISER,
  openManagedShow,
} from '../support/browser/managed-show.ts';
import { openOfficePage } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage({ announces: true });

const openShow = (...which: ManagedShowOptions) => openManagedShow(office, ...which);

const save = async (page: Page): Promise<void> => {
  await page.click('text="Save the changes"');
  await page.locator('[role=status]:text-is("Saved.")').waitFor();
};

describe('a show', () => {
  it('is changed in all that can be changed, and is at once on the page', async () => {
    const { page, faults, read } = await openShow({ timeZone: 'Europe/London' });
    expect(await page.inputValue('[name=startsAt]')).toBe('2099-06-01T21:00');
    const fields = {
      ...{ name: 'Macbeth', venue: 'Rose', timeZone: 'Europe/Madrid' },
      ...{ startsAt: '2099-07-01T20:30', price: '20', capacity: '50' },
      ...{ saleOpensAt: '2098-01-01T10:00', saleClosesAt: '2099-07-01T18:00' },
    };
    for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
    await save(page);
    await page.locator('h1:text-is("Macbeth")').waitFor();
    await waitFor(async () =>
      expect(await read()).toMatchObject({
        ...{ name: 'Macbeth', venue: 'Rose', timeZone: 'Europe/Madrid', capacity: 50 },
        ...{ startsAt: '2099-07-01T18:30:00.000Z', price: { amount: 2_000, currency: 'EUR' } },
        ...{ saleOpensAt: '2098-01-01T09:00:00.000Z', saleClosesAt: '2099-07-01T16:00:00.000Z' },
      }),
    );
    await page.fill('[name=saleOpensAt]', '');
    await save(page);
    await waitFor(async () => expect(await read()).not.toHaveProperty('saleOpensAt'));
    expect(faults).toEqual([]);
  });

  it('keeps what somebody else changed meanwhile, because only differences are sent', async () => {
    const { page, faults, showId, read } = await openShow();
    await page.click('text="Save the changes"');
    await page.locator('text=Nothing is different.').waitFor();
    const body = { price: { amount: 900, currency: 'EUR' } };
    await office.client.call('changeShow', { path: { showId }, body, token: office.adminToken });
    await page.fill('[name=venue]', 'Rose');
    await save(page);
    await waitFor(async () => expect(await read()).toMatchObject({ ...body, venue: 'Rose' }));
    expect(faults).toEqual([]);
  });

  it('does not take the old clock for its times after somebody else has changed its time zone', async () => {
    const { page, faults, showId, read } = await openShow({ timeZone: 'Europe/Madrid' });
    await page.fill('[name=venue]', 'Rose');
    const body = { timeZone: 'America/New_York' };
    await office.client.call('changeShow', { path: { showId }, body, token: office.adminToken });
    await waitFor(async () => {
      // The page reads the show again.
      await page.evaluate('dispatchEvent(new Event("online"))');
      expect(await page.inputValue('[name=timeZone]')).toBe('America/New_York');
    });
    expect(await page.inputValue('[name=startsAt]')).toBe('2099-06-01T16:00');
    expect(await page.inputValue('[name=venue]')).toBe('Rose');
    await page.fill('[name=startsAt]', '2099-06-01T21:00');
    await save(page);
    await waitFor(async () =>
      expect(await read()).toMatchObject({ ...body, startsAt: '2099-06-02T01:00:00.000Z' }),
    );
    expect(faults).toEqual([]);
  });

  it('keeps what is typed while its change is being saved', async () => {
    const { page, faults } = await openShow();
    const held = Promise.withResolvers<void>();
    await page.route('**/v1/shows/*', async (route) => {
      if (route.request().method() === 'PATCH') await held.promise;
      await route.continue();
    });
    await page.fill('[name=price]', '20');
    await page.click('text="Save the changes"');
    await page.fill('[name=name]', 'Macbeth');
    held.resolve();
    await page.locator('[role=status]:text-is("Saved.")').waitFor();
    await waitFor(async () => expect(await page.inputValue('[name=price]')).toBe('20.00'));
    expect(await page.inputValue('[name=name]')).toBe('Macbeth');
    expect(faults).toEqual([]);
  });

  it('says at its fields why a change is refused, and keeps what was typed', async () => {
    const { page } = await openShow({}, { sold: 4, tolerates: /40[09]/ });
    await page.fill('[name=capacity]', '3');
    await page.click('text="Save the changes"');
    await page.locator('text=More tickets than that are already sold.').waitFor();
    await page.locator('[name=capacity]:focus').waitFor();
    await page.fill('[name=capacity]', '10');
    await page.fill('[name=saleOpensAt]', '2099-06-02T10:00');
    await page.click('text="Save the changes"');
    await page.locator('.error >> text=The sale must open before the show starts.').waitFor();
    expect(await page.inputValue('[name=saleOpensAt]')).toBe('2099-06-02T10:00');
  });

  it('is paused and resumed, and leads to the live view', async () => {
    const { page, faults, read } = await openShow();
    await page.click('text="Pause the sale"');
    await page.locator('text=The sale is paused.').waitFor();
    await waitFor(async () => expect((await read()).notOnSaleReason).toBe('SALE_PAUSED'));
    await page.locator('button:focus:text-is("Resume the sale")').press('Enter');
    await page.locator('text=The sale is not paused.').waitFor();
    await waitFor(async () => expect((await read()).onSale).toBe(true));
    await page.click('text="Watch the sale live"');
    await page.locator('.live-on').waitFor();
    expect(faults).toEqual([]);
  });

  it('before its sale opens can be paused too, although nobody knows whether it was', async () => {
    const { page, faults, showId } = await openShow({ saleOpensAt: '2098-01-01T10:00:00Z' });
    await page.locator('text=The sale is outside its times.').waitFor();
    await page.click('text="Pause the sale"');
    await page.locator('text=The sale is paused.').waitFor();
    const opened = { saleOpensAt: null };
    const token = office.adminToken;
    const { body } = await office.client.call('changeShow', {
      path: { showId },
      body: opened,
      token,
    });
    expect(body.notOnSaleReason).toBe('SALE_PAUSED');
    expect(faults).toEqual([]);
  });

  it('that does not exist is said to be missing', async () => {
    const options = { ...ORGANISER, tolerates: /404/ };
    const { page } = await office.open('/app/organise/shows/none', options);
    await page.locator('text=This show does not exist any more.').waitFor();
  });
});

describe('the seats of a show', () => {
  const SEATED = { capacity: undefined, seats: ['A1', 'A2', 'A3'] };
  const pick = (page: Page, text: string) =>
    page.setInputFiles('.field:has([name=seats]) input[type=file]', {
      name: 'seats.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(text),
    });

  it('are added from a file, get a price, and are removed; those that are sold stay', async () => {
    const { page, faults, showId, read, buy } = await openShow(SEATED, { tolerates: /40[49]/ });
    await pick(page, 'seat\nA3\nA4\nA5\n');
    await page.click('text="Add these seats"');
    await page.locator('text=Added 2 seats. 1 existed before.').waitFor();
    await page.locator('text=The show has 5 seats.').waitFor();

    await page.fill('[name=seats]', 'A4\nA5');
    await page.fill('[name=seatPrice]', '9.50');
    await page.click('text="Set their price"');
    await page.locator('text=Set the price of 2 seats.').waitFor();
    const path = { showId, seatId: 'A4' };
    expect((await office.client.call('getSeat', { path })).body.price.amount).toBe(950);

    await buy({ quantity: undefined, seats: ['A1'] });
    await page.fill('[name=seats]', 'A1\nA2\nZ9');
    await page.click('text="Remove these seats"');
    await page.click('dialog[open] .danger');
    await page
      .locator('text=Removed 1 seat. Sold, and left as they are: A1. Not seats of this show: Z9.')
      .waitFor();
    await waitFor(async () => expect((await read()).capacity).toBe(4));
    expect(faults).toEqual([]);
  });

  it('are not changed without a list or with a wrong price, and the fields say so', async () => {
    const { page, faults } = await openShow(SEATED);
    await page.click('text="Add these seats"');
    await page.locator('text=Enter at least one seat.').waitFor();
    await page.locator('[name=seats]:focus').waitFor();
    await page.fill('[name=seats]', 'A1');
    await page.fill('[name=seatPrice]', 'free');
    await page.click('text="Set their price"');
    await page.locator('.error >> text=Enter a price').waitFor();
    expect(faults).toEqual([]);
  });

  it('are gone on with after a failure', async () => {
    const { page } = await openShow(SEATED, { tolerates: /500/ });
    let isDown = true;
    await page.route('**/seats', (route) =>
      isDown ? route.fulfill({ status: 500, json: { code: 'INTERNAL' } }) : route.continue(),
    );
    await page.fill('[name=seats]', 'B1\nB2');
    await page.click('text="Add these seats"');
    await page.locator('text=What was done stays. Press the button again to go on.').waitFor();
    isDown = false;
    await page.click('text="Add these seats"');
    await page.locator('text=Added 2 seats. 0 existed before.').waitFor();
  });
});

describe('the end of a show', () => {
  it('is cancelled after a question that names what follows', async () => {
    const { page, faults, read } = await openShow({}, { sold: 3 });
    await page.locator('.sales-sold dd:text-is("3")').waitFor();
    await page.click('text="Cancel the show"');
    const question = String(await page.textContent('dialog[open]'));
    for (const part of ['3 now', 'Nothing is refunded', 'Reminders are no longer sent']) {
      expect(question).toContain(part);
    }
    await page.keyboard.press('Escape');
    expect(await read()).not.toHaveProperty('cancelledAt');
    await page.click('text="Cancel the show"');
    await page.click('dialog[open] .danger');
    await page.locator('text=The show is cancelled.').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    expect(await page.locator('text="Save the changes"').count()).toBe(0);
    await waitFor(async () => expect(await read()).toHaveProperty('cancelledAt'));
    expect(faults).toEqual([]);
  });

  it('is complete at once if nobody has bought', async () => {
    const { page, faults } = await openShow();
    await page.click('text="Cancel the show"');
    await page.click('dialog[open] .danger');
    await page.locator('text=The show and all of its purchases are cancelled.').waitFor();
    expect(faults).toEqual([]);
  });

  it('is removed if nothing was sold, and otherwise says why not', async () => {
    const { page, showId } = await openShow({}, { sold: 1, tolerates: /409/ });
    await page.click('text="Remove the show"');
    await page.click('dialog[open] .danger');
    await page.locator('text=The show has sold tickets.').waitFor();
    const other = await openShow({ name: 'To remove' });
    await other.page.click('text="Remove the show"');
    await other.page.click('dialog[open] .danger');
    await other.page.waitForURL('**/app/organise');
    await other.page.locator('.organised li').first().waitFor();
    expect(await other.page.locator('text="To remove"').count()).toBe(0);
    expect((await office.send({ path: `/v1/shows/${showId}` })).status).toBe(200);
    expect((await office.send({ path: `/v1/shows/${other.showId}` })).status).toBe(404);
    expect(other.faults).toEqual([]);
  });
});
