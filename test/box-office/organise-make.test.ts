import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { openOfficePage } from '../support/browser/office-page.ts';
import { NO_PROVIDER } from '../support/browser/pay-answers.ts';

onlyWithChromium();

const office = await openOfficePage({ payments: NO_PROVIDER });

const ORGANISER = { user: 'ops', admin: true, timezoneId: 'Europe/Madrid' };

const openForm = async (options: Parameters<typeof office.open>[1] = {}) => {
  const opened = await office.open('/app/organise/new', { ...ORGANISER, ...options });
  await opened.page.locator('[name=name]').waitFor();
  return opened;
};

/** A show of the Teatro Real on the clock of Madrid, which is the zone of the browser. */
const SHOW = { name: 'Aida', venue: 'Teatro Real', startsAt: '2035-06-01T20:00', price: '45,50' };

const fill = async (page: Page, fields: Readonly<Record<string, string>>): Promise<void> => {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
};

const submit = (page: Page): Promise<void> => page.click('form button[type=submit]');

/** Reads the show that the view is about, from the API. */
const readMade = async (page: Page) => {
  await page.waitForURL('**/app/organise/shows/*');
  await page.locator('.sales-figures').waitFor();
  const showId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  return (await office.client.call('getShow', { path: { showId } })).body;
};

/** A file of seats, as an organiser picks it. */
const pickSeats = (page: Page, text: string): Promise<void> =>
  page.setInputFiles('input[type=file]', {
    name: 'seats.csv',
    mimeType: 'text/csv',
    buffer: Buffer.from(text),
  });

describe('the form of a new show', () => {
  it('makes one with general admission, with its times on the clock of the venue', async () => {
    const { page, faults } = await office.open('/app/organise', ORGANISER);
    await page.click('text="New show"');
    await page.locator('[name=name]').waitFor();
    await fill(page, {
      ...SHOW,
      ...{ timeZone: 'America/New_York', capacity: '250', maxTicketsPerBuyer: '4' },
      ...{ saleOpensAt: '2035-03-01T10:00', saleClosesAt: '2035-06-01T18:00' },
    });
    await page.selectOption('[name=currency]', 'USD');
    await submit(page);
    expect(await readMade(page)).toMatchObject({
      ...{ name: 'Aida', venue: 'Teatro Real', seating: 'GENERAL', capacity: 250 },
      ...{ timeZone: 'America/New_York', startsAt: '2035-06-02T00:00:00.000Z' },
      price: { amount: 4_550, currency: 'USD' },
      ...{ saleOpensAt: '2035-03-01T15:00:00.000Z', saleClosesAt: '2035-06-01T22:00:00.000Z' },
      maxTicketsPerBuyer: 4,
    });
    expect(await page.textContent('h1')).toBe('Aida');
    expect(faults).toEqual([]);
  });

  it('does not take the clock of the device for a time zone that has spaces around it', async () => {
    const { page } = await openForm();
    await fill(page, { ...SHOW, timeZone: ' America/New_York ', capacity: '5' });
    await submit(page);
    expect(await readMade(page)).toMatchObject({
      ...{ timeZone: 'America/New_York', startsAt: '2035-06-02T00:00:00.000Z' },
    });
  });

  it('makes one that is paid for, whose price the provider can charge', async () => {
    const { page, faults } = await openForm({ tolerates: /400/ });
    await fill(page, { ...SHOW, price: '0,10', capacity: '5' });
    await page.check('text="Tickets are held while their buyer pays"');
    await fill(page, { holdSeconds: '2' });
    await submit(page);
    await page.locator('text="Enter 5 to 60 minutes."').waitFor();
    await fill(page, { holdSeconds: '20', refundFee: '0,20', refundUntilSeconds: '48' });
    await submit(page);
    await page.locator('.error >> text=no payment is below EUR 0.50').waitFor();
    await fill(page, { price: '0,50' });
    await submit(page);
    expect(await readMade(page)).toMatchObject({
      ...{ payment: 'PROVIDER', holdSeconds: 1_200 },
      ...{ refundFee: 20, refundUntilSeconds: 172_800 },
    });
    expect(await page.textContent('.sales-held dd')).toBe('0');
    expect(faults).toEqual([]);
  });

  it('makes one with seats that are typed, whose sale waits', async () => {
    const { page, faults } = await openForm();
    await fill(page, SHOW);
    await page.check('text="Reserved seats"');
    await page.fill('[name=seats]', '1-A1\n1-A2\n\n1-A3');
    await page.locator('text="3 seats"').waitFor();
    await page.check('[name=paused]');
    await submit(page);
    const show = await readMade(page);
    expect(show).toMatchObject({
      ...{ seating: 'RESERVED', capacity: 3, timeZone: 'Europe/Madrid' },
      ...{ startsAt: '2035-06-01T18:00:00.000Z', notOnSaleReason: 'SALE_PAUSED' },
    });
    expect(faults).toEqual([]);
  });

  it('makes one with more seats than fit in a request, from a file, and then starts the sale', async () => {
    const { page, faults } = await openForm();
    await fill(page, SHOW);
    await page.check('text="Reserved seats"');
    const seats = Array.from({ length: 620 }, (_, nth) => `A${nth + 1}`);
    await pickSeats(page, ['Seat', ...seats].join('\r\n'));
    await page.locator('text="620 seats"').waitFor();
    await submit(page);
    expect(await readMade(page)).toMatchObject({ capacity: 620, onSale: true });
    expect(faults).toEqual([]);
  });

  it('goes on with the seats after a failure and a reload, and the show is made once', async () => {
    const { page } = await openForm({ tolerates: /Failed to load/ });
    await fill(page, { ...SHOW, name: 'Interrupted' });
    await page.check('text="Reserved seats"');
    const seats = Array.from({ length: 501 }, (_, nth) => `A${nth + 1}`);
    await page.fill('[name=seats]', seats.join('\n'));
    let isDown = true;
    await page.route('**/seats', (route) =>
      isDown ? route.fulfill({ status: 500, json: { code: 'INTERNAL' } }) : route.continue(),
    );
    const made = page.waitForRequest('**/v1/shows');
    await submit(page);
    // A show with seats takes long to make, and without an answer nobody can go on with it.
    expect((await made).postDataJSON()).toMatchObject({ seats: [], onSale: false });
    await page.locator('[role=alert] >> text=(INTERNAL)').waitFor();
    await page.reload();
    await page.locator('text=The show “Interrupted” exists').waitFor();
    await page.click('text="Go on"');
    await page.locator('[role=alert] >> text=(INTERNAL)').waitFor();
    isDown = false;
    await page.locator('button:focus:text-is("Go on")').press('Enter');
    expect(await readMade(page)).toMatchObject({ capacity: 501, onSale: true });
    const { body } = await office.client.call('listShows', { query: { limit: '100' } });
    expect(body.shows.filter(({ name }) => name === 'Interrupted')).toHaveLength(1);
    await page.click('text="New show"');
    await page.locator('[name=name]').waitFor();
  });
});

describe('what is wrong', () => {
  it('is said at the fields before anything is sent, and the first one has the focus', async () => {
    const { page, faults } = await openForm();
    await page.fill('[name=price]', '1.234,50');
    await submit(page);
    await page.locator('text=Enter the name of the show.').waitFor();
    expect(await page.locator('.error:visible').count()).toBe(5);
    await page.locator('[name=name]:focus').waitFor();
    expect(await page.inputValue('[name=price]')).toBe('1.234,50');
    await page.fill('[name=name]', 'Aida');
    await page.locator('text=Enter the name of the show.').waitFor({ state: 'detached' });
    expect(faults).toEqual([]);
  });

  it.each([
    ['en-GB', 'Must be in the future.', 'Must be before the sale closes.'],
    ['es-ES', 'Debe ser más tarde que ahora.', 'Debe ser antes del final de la venta.'],
  ])('is said at the fields as the API says it, in %s', async (locale, past, order) => {
    const { page } = await openForm({ locale, tolerates: /400/ });
    await fill(page, { ...SHOW, capacity: '5', startsAt: '2020-06-01T20:00' });
    await submit(page);
    await page.locator(`text=${past}`).waitFor();
    await page.locator('[name=startsAt]:focus').waitFor();
    await fill(page, {
      ...{ startsAt: SHOW.startsAt, saleOpensAt: '2035-05-02T10:00' },
      ...{ saleClosesAt: '2035-05-01T10:00' },
    });
    await submit(page);
    await page.locator(`text=${order}`).waitFor();
    expect(await page.inputValue('[name=name]')).toBe('Aida');
  });

  it('is a list of reserved seats without a seat', async () => {
    const { page, faults } = await openForm();
    await fill(page, SHOW);
    await page.check('text="Reserved seats"');
    await page.fill('[name=seats]', 'seat\n');
    await submit(page);
    await page.locator('.error >> text=Enter at least one seat.').waitFor();
    await page.locator('[name=seats]:focus').waitFor();
    expect(faults).toEqual([]);
  });

  it('in a file of seats is said by its lines, which can be corrected', async () => {
    const { page, faults } = await openForm();
    await fill(page, SHOW);
    await page.check('text="Reserved seats"');
    await pickSeats(page, 'Platz\nA1\nA 2\nA1\nTotal\nA01');
    const lines = page.locator('.field ul li');
    await lines.first().waitFor();
    expect(await lines.allTextContents()).toEqual([
      'Line 3 is no seat: use 1 to 16 letters, digits and hyphens, and nothing else.',
      'Line 4 repeats the seat of line 2.',
      'Line 5 may be a header. Delete it, or say that it is a seat.',
      'Line 1 is taken as the header.',
      'Lines 2 and 6 differ only by leading zeros or capitals.',
    ]);
    await submit(page);
    await page.locator('[name=seats]:focus').waitFor();
    await page.fill('[name=seats]', 'A1\nA2\nTotal');
    await page.check('[name=hasNoHeader]');
    await submit(page);
    expect(await readMade(page)).toMatchObject({ capacity: 3 });
    expect(faults).toEqual([]);
  });

  it('keeps what was typed over a failure and a reload, and does not make the show twice by itself', async () => {
    const { page } = await openForm({ tolerates: /Failed to load/ });
    await fill(page, { ...SHOW, name: 'Unanswered', capacity: '5' });
    let sent = 0;
    let isDown = false;
    await page.route('**/v1/shows', (route) => {
      sent += 1;
      return isDown
        ? route.abort()
        : route.fulfill({ status: 500, json: { code: 'INTERNAL', title: 'No.' } });
    });
    await submit(page);
    await page.locator('[role=alert] >> text=may have been done: look before').waitFor();
    isDown = true;
    await submit(page);
    await page.locator('[role=alert] >> text=The box office does not answer.').waitFor();
    expect(sent).toBe(2);
    expect(await page.inputValue('[name=name]')).toBe('Unanswered');
    await page.reload();
    await page.locator('[name=name]').waitFor();
    expect(await page.inputValue('[name=name]')).toBe('Unanswered');
    expect(await page.inputValue('[name=capacity]')).toBe('5');
  });
});
