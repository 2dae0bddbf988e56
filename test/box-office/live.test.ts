import type { LiveSale } from '@willcall/contracts';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { LIVE_REQUESTS, makeLiveAnswer } from '../support/browser/live-answers.ts';
import { openOfficePage, pathOfShow } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage({ announces: true });
const show = await office.makeShow({ capacity: 5 });
const path = `${pathOfShow(show)}/live`;
const ORGANISER = { user: 'ops', admin: true };

const readFigure = (page: Page, figure: string) =>
  page.textContent(`.figure-${figure} .figure-value`);

describe('the live view', () => {
  it('shows what a buyer has just bought', async () => {
    const { page, faults } = await office.open(path, ORGANISER);
    await page.locator('.figure-sold:has-text("0")').waitFor();
    const ana = await office.buyer();
    await ana.buy({
      showId: show.showId,
      quantity: 2,
      holder: { name: 'Ana', email: 'ana@example.com' },
      card: { number: '4242424242424242', expiryMonth: 12, expiryYear: 2035 },
    });
    await page.locator('.figure-sold .figure-value >> text="2"').waitFor();
    await page.locator('.figure-confirmed .figure-value >> text="1"').waitFor();
    expect(await readFigure(page, 'left')).toBe('3');
    expect(faults).toEqual([]);
  });

  it.each([
    ['en-GB', 'Only the organiser can watch a sale', 'You are signed in as ben.'],
    ['es-ES', 'Solo el organizador puede seguir una venta', 'Has entrado como ben.'],
  ])('refuses a buyer with a sentence, in %s', async (locale, title, sentence) => {
    const { page, faults } = await office.open(path, { user: 'ben', locale });
    await page.locator(`h1:text-is("${title}")`).waitFor();
    await page.locator(`text=${sentence}`).waitFor();
    await page.click('main button.primary');
    await page.locator('.live-on').waitFor();
    expect(faults).toEqual([]);
  });

  it('leads a buyer who became the organiser back to the show under their own name', async () => {
    const { page, faults } = await office.open(path, { user: 'ben' });
    await page.click('main button.primary');
    await page.locator('text=You are signed in as the organiser.').waitFor();
    await page.reload();
    await page.click('text="Go back to ben"');
    await page.waitForURL(`**${pathOfShow(show)}`);
    expect(await page.textContent('.user-name')).toBe('ben');
    expect(faults).toEqual([]);
  });

  it('says that signing in did not work', async () => {
    const { page } = await office.open(path, { user: 'ben', tolerates: /ERR_FAILED/ });
    await page.route('**/app/runner/sign-in', (route) => route.abort());
    await page.click('main button.primary');
    await page.locator('text=Signing in did not work.').waitFor();
  });

  it('refuses whom the API refuses, and does not ask again', async () => {
    const { page } = await office.open('/', { ...ORGANISER, tolerates: /403/ });
    let requests = 0;
    await page.route(LIVE_REQUESTS, (route) => {
      requests += 1;
      return route.fulfill({ status: 403, json: { code: 'FORBIDDEN', title: 'No.' } });
    });
    await page.goto(new URL(path, page.url()).href);
    await page.locator('text=Only the organiser can watch a sale').waitFor();
    expect(requests).toBe(1);
  });

  it('says that a show does not exist', async () => {
    const { page } = await office.open('/app/shows/none/live', {
      ...ORGANISER,
      tolerates: /40[04]/,
    });
    await page.locator('text=This show does not exist any more.').waitFor();
  });

  it('is reached from the show by keyboard, and its chart is set by keyboard', async () => {
    const { page, faults } = await office.open(pathOfShow(show), ORGANISER);
    await page.locator('text=Watch the sale live').focus();
    await page.keyboard.press('Enter');
    await page.locator('.live-on').waitFor();
    expect(await page.evaluate('document.activeElement.id')).toBe('content');
    await page.locator('[name=range]').first().focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    await page.locator('[role=img][aria-label*="1 hour"]').waitFor();
    await page.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    await page.locator('caption:visible').first().waitFor();
    expect(faults).toEqual([]);
  });
});

it('a demo sale that runs is shown to whoever asks for another', async () => {
  const { page } = await office.open('/', { ...ORGANISER, tolerates: /409/ });
  await page.clock.install();
  await page.route('**/app/runner/demo-sale', (route) =>
    route.fulfill({ status: 409, json: { message: 'Later.', showId: show.showId } }),
  );
  await page.click('.demo button');
  await page.waitForURL(`**${path}`);
  const running = page.locator('text=This demo sale is still running.');
  await page.click('.live-actions button');
  await running.waitFor();
  await page.clock.runFor(10_000);
  await running.waitFor({ state: 'detached' });
});

/** The live view of a sale that a test makes up, on a clock that the test turns. */
const openMadeUp = async (answer: (second: number, isWhole: boolean) => LiveSale | number) => {
  const { page, faults } = await office.open('/', { ...ORGANISER, tolerates: /Failed to load/ });
  const requests: (string | null)[] = [];
  await page.clock.install();
  await page.route(LIVE_REQUESTS, (route) => {
    const since = new URL(route.request().url()).searchParams.get('since');
    const made = answer(requests.length, since === null);
    requests.push(since);
    return typeof made === 'number'
      ? route.fulfill({ status: made, json: { code: 'STORE_UNAVAILABLE', title: 'Later.' } })
      : route.fulfill({ json: made });
  });
  await page.addInitScript(COUNT_REDRAWS);
  await page.goto(new URL(path, page.url()).href);
  await page.locator('.live').waitFor();
  /** Lets a second pass, and waits for the answer of its request. */
  const passSecond = async () => {
    const before = requests.length;
    const answered = page.waitForResponse(LIVE_REQUESTS);
    while (requests.length === before) await page.clock.runFor(100);
    await answered;
  };
  return { page, faults, requests, passSecond };
};

/** Counts how often a canvas is cleared: once for each drawing of the chart. */
const COUNT_REDRAWS = `
  window.redraws = 0;
  const { clearRect } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.clearRect = function (...box) {
    window.redraws += 1;
    return clearRect.apply(this, box);
  };`;

const count = (page: Page, expression: string) => page.evaluate<number>(expression);

describe('a sale of 1,000 purchases a second', () => {
  it('with an hour of history is drawn once a second, and its page does not grow', async () => {
    const { page, faults, passSecond } = await openMadeUp(makeLiveAnswer);
    await page.clock.runFor(1_000);
    await page.locator('.figure-rate >> text="1,000"').waitFor();
    const nodes = 'document.querySelectorAll("*").length';
    const [redraws, size] = [await count(page, 'redraws'), await count(page, nodes)];
    const seconds = 30;
    for (let second = 0; second < seconds; second += 1) await passSecond();
    expect(await count(page, 'redraws')).toBeGreaterThan(redraws);
    expect(await count(page, 'redraws')).toBeLessThanOrEqual(redraws + seconds + 2);
    expect(await count(page, nodes)).toBe(size);
    expect(size).toBeLessThan(700);
    expect(faults).toEqual([]);
  });
});

describe('figures that cannot be read', () => {
  it('stay with their age, and are new as soon as the API answers again', async () => {
    let isAway = false;
    const { page, passSecond } = await openMadeUp((second, isWhole) =>
      isAway ? 503 : makeLiveAnswer(second, isWhole),
    );
    await page.clock.runFor(1_000);
    await page.locator('.live-on:text-is("Live")').waitFor();
    isAway = true;
    await passSecond();
    await page.clock.runFor(1_600);
    await page.locator('text=The box office has no new figures now.').waitFor();
    expect(await readFigure(page, 'queue')).toBe('412');
    await page.clock.runFor(1_500);
    await page.locator('text=/figures from [3-9] sec/').waitFor();
    isAway = false;
    await passSecond();
    await page.clock.runFor(1_000);
    await page.locator('.live-on:text-is("Live")').waitFor();
  });

  it('that never came are no zeros', async () => {
    const { page } = await openMadeUp(() => 503);
    await page.clock.runFor(1_600);
    await page.locator('text=The box office has no new figures now.').waitFor();
    expect(await page.locator('.figure-value').allTextContents()).toEqual([
      ...['–', '–', '–', '–', '–', '–'],
      '0',
      '–',
    ]);
  });

  it('are not asked for in a hidden tab', async () => {
    const { page, requests, passSecond } = await openMadeUp(makeLiveAnswer);
    await page.clock.runFor(1_000);
    await page.locator('.live-on:text-is("Live")').waitFor();
    const setVisibility = (state: string) =>
      page.evaluate(`
        Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));`);
    await setVisibility('hidden');
    await page.clock.runFor(2_000);
    const before = requests.length;
    await page.clock.runFor(60_000);
    expect(requests).toHaveLength(before);
    await setVisibility('visible');
    await passSecond();
    expect(requests.length).toBeGreaterThan(before);
  });
});
