import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium } from '../support/browser/browser.ts';
import {
  CARD,
  fillOrder,
  HOLDER,
  nameBuyerForEachTest,
  openOfficePage,
  pathOfShow,
  pressBuy,
} from '../support/browser/office-page.ts';
import { card } from '../support/http/bodies.ts';

onlyWithChromium();

const office = await openOfficePage();
const ana = nameBuyerForEachTest();

const makeHouse = () =>
  office.makeShow({ capacity: undefined, seats: ['A1', 'A2', 'A3', 'B1', 'B2'] });

/** The side of a seat on the map in pixels. The first column has the names of the rows. */
const SEAT = 24;

const pressSeat = async (page: Page, line: number, column: number): Promise<void> => {
  const position = { x: (column + 1.5) * SEAT, y: (line + 0.5) * SEAT };
  await page.locator('div.seat-map:has(canvas)').click({ position });
};

/** Waits until the list has the free seats. It is there before them, so that the page does not move. */
const waitForFreeSeats = (page: Page): Promise<void> =>
  page.locator('.seat-list option').first().waitFor({ state: 'attached' });

const chosen = (page: Page) => page.locator('.chosen li > span:first-child').allTextContents();

const buySeats = async (showId: string, seats: string[]) => {
  const ben = await office.buyer();
  return await ben.buy({ showId, seats, holder: HOLDER, card: card() });
};

describe('a buyer of seats', () => {
  it('chooses on the map and from the list, sees the total, and gets these seats', async () => {
    const show = await makeHouse();
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 1);
    await page.selectOption('.seat-list select >> nth=0', 'B');
    await page.selectOption('.seat-list select >> nth=1', 'B2');
    await page.click('.seat-list button');
    expect(await chosen(page)).toEqual(['A2', 'B2']);
    expect(await page.textContent('.total strong')).toBe('€31.98');
    await fillOrder(page);
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
    expect(await page.textContent('.tickets')).toMatch(/A2.*B2/s);
    expect(faults).toEqual([]);
  });

  it('gives a seat back by pressing it again, or from the list of chosen ones', async () => {
    const show = await makeHouse();
    const { page } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 0);
    await pressSeat(page, 0, 2);
    await pressSeat(page, 0, 0);
    expect(await chosen(page)).toEqual(['A3']);
    await page.click('.chosen button');
    expect(await chosen(page)).toEqual([]);
    await fillOrder(page);
    await pressBuy(page);
    expect(await page.textContent('.seats .error')).toBe('Choose at least one seat.');
  });

  it('cannot choose a seat that is sold', async () => {
    const show = await makeHouse();
    await buySeats(show.showId, ['A1']);
    const { page } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 0);
    await pressSeat(page, 0, 1);
    expect(await chosen(page)).toEqual(['A2']);
    expect(await page.locator('.seat-list select >> nth=1').textContent()).toBe('3');
  });

  it('learns that a chosen seat was taken under their hands, and chooses another', async () => {
    const show = await makeHouse();
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 0);
    await pressSeat(page, 0, 1);
    await buySeats(show.showId, ['A1']);
    await page.locator('text=Somebody was faster: A1 is taken now.').waitFor();
    expect(await chosen(page)).toEqual(['A2']);
    expect(await page.textContent('.total strong')).toBe('€15.99');
    expect(faults).toEqual([]);
  });

  it('who is too late learns which seat is gone', async () => {
    const show = await makeHouse();
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 0);
    await pressSeat(page, 0, 1);
    // The page has not seen it yet.
    await page.route('**/seats/taken', (route) => route.abort());
    await fillOrder(page);
    await buySeats(show.showId, ['A1']);
    await pressBuy(page);
    await page.locator('text=These were gone: A1.').waitFor();
    await page.unroute('**/seats/taken');
    await page.click('text=Back to the show');
    await pressSeat(page, 0, 1);
    await fillOrder(page, CARD);
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
    expect(faults.filter((fault) => !fault.includes('Failed to load'))).toEqual([]);
  });

  it('pays the price of each seat', async () => {
    const show = await makeHouse();
    await office.send({
      method: 'PATCH',
      path: `/v1/shows/${show.showId}/seats/A1`,
      token: office.adminToken,
      body: { price: { amount: 5_000, currency: 'EUR' } },
    });
    const { page } = await office.open(pathOfShow(show), ana);
    await pressSeat(page, 0, 0);
    await pressSeat(page, 0, 1);
    await page.locator('.total >> text=€65.99').waitFor();
  });
});

it('buys a seat with the keyboard alone', async () => {
  const show = await makeHouse();
  const { page } = await office.open(pathOfShow(show), ana);
  await waitForFreeSeats(page);
  const press = async (...keys: string[]) => {
    for (const key of keys) await page.keyboard.press(key);
  };
  const tabTo = async (selector: string) => {
    for (let tabs = 0; tabs < 40; tabs += 1) {
      await press('Tab');
      const isThere = `document.activeElement?.matches(${JSON.stringify(selector)}) === true`;
      if (await page.evaluate(isThere)) return;
    }
    throw new Error(`Tab does not reach ${selector}`);
  };
  await tabTo('.seat-list select');
  await press('B');
  await tabTo('.seat-list button');
  await press('Enter');
  await waitFor(async () => expect(await chosen(page)).toEqual(['B1']));
  for (const [name, value] of Object.entries({ ...HOLDER, ...CARD })) {
    await tabTo(`[name=${name}]`);
    await page.keyboard.type(value);
  }
  await press('Enter');
  await page.locator('.tickets').waitFor();
  expect(await page.textContent('.tickets')).toContain('B1');
});

it('keeps the focus of the keyboard when the last free seat is added, and when one is removed', async () => {
  const show = await office.makeShow({ capacity: undefined, seats: ['A1'] });
  const { page } = await office.open(pathOfShow(show), ana);
  await waitForFreeSeats(page);
  await page.focus('.seat-list button');
  await page.keyboard.press('Enter');
  await waitFor(async () => expect(await chosen(page)).toEqual(['A1']));
  await page.locator('.seat-list button:focus').waitFor();
  await page.focus('.chosen button');
  await page.keyboard.press('Enter');
  await waitFor(async () => expect(await chosen(page)).toEqual([]));
  await page.locator('.chosen:focus').waitFor({ state: 'attached' });
});

it('draws 20,000 seats as fast as it draws 500, because it draws what is visible', async () => {
  const show = await makeHouse();
  const { page, faults } = await office.open('/', ana);
  const seats = Array.from({ length: 20_000 }, (_, nth) => ({
    seatId: `R${Math.floor(nth / 200) + 1}-${(nth % 200) + 1}`,
    state: nth % 3 === 0 ? 'SOLD' : 'FREE',
    price: show.price,
  }));
  await page.route('**/seats', (route) => route.fulfill({ json: { seats } }));
  await page.goto(`${office.stage.url}${pathOfShow(show)}`);
  await page.locator('canvas').waitFor();
  // Counts what is drawn on the map in one picture, and then in 60 pictures of scrolling through the house.
  const drawn = await page.evaluate<{ first: number; most: number; nodes: number }>(`(async () => {
    let count = 0;
    const original = CanvasRenderingContext2D.prototype.roundRect;
    CanvasRenderingContext2D.prototype.roundRect = function (...all) {
      count += 1;
      return original.apply(this, all);
    };
    const box = document.querySelector('div.seat-map');
    const picture = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    const scrollTo = async (top, left) => {
      count = 0;
      box.scrollTo(top, left);
      await picture();
      await picture();
      return count;
    };
    const first = await scrollTo(24, 24);
    const counts = [];
    for (let step = 1; step <= 60; step += 1) counts.push(await scrollTo(step * 70, step * 40));
    return {
      first,
      most: Math.max(...counts),
      nodes: document.querySelectorAll('*').length,
    };
  })()`);
  expect(drawn.first).toBeGreaterThan(100);
  expect(drawn.most).toBeLessThan(2_000);
  // Rows and the seats of one row, never a node for each seat.
  expect(drawn.nodes).toBeLessThan(600);
  expect(faults).toEqual([]);
});
