import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { inspectView, LOOKS, type Look } from '../support/browser/inspect-view.ts';
import { LIVE_REQUESTS, makeLiveAnswer } from '../support/browser/live-answers.ts';
import { fillOrder, openOfficePage, pathOfShow, pressBuy } from '../support/browser/office-page.ts';
import { LETTERS, makeFailedAudit } from '../support/browser/operator-answers.ts';
import { answerHeldPurchase, NO_PROVIDER, PAY_PATH } from '../support/browser/pay-answers.ts';
import { purchaseBody } from '../support/http/bodies.ts';

onlyWithChromium();

const office = await openOfficePage({ payments: NO_PROVIDER });
const show = await office.makeShow({
  name: 'The Magic Flute',
  venue: 'Old Opera House',
  timeZone: 'Asia/Tokyo',
  capacity: 500,
});
await office.makeShow({ name: 'W'.repeat(180), venue: 'Teatro Real de Madrid', onSale: false });

const house = await office.makeShow({
  name: 'Don Giovanni',
  capacity: undefined,
  seats: Array.from(
    { length: 240 },
    (_, nth) => `${'ABCDEFGHIJ'[nth % 10]}${1 + Math.floor(nth / 10)}`,
  ),
});
const flautist = await office.buyer();
await flautist.buy({
  ...purchaseBody({ showId: house.showId, seats: ['C7', 'C8', 'D7', 'D8'] }),
  quantity: undefined,
});

const soldOut = await office.makeShow({ name: 'Aida', capacity: 1 });
await (await office.buyer()).buy(purchaseBody({ showId: soldOut.showId }));
const notOpen = await office.makeShow({ name: 'Tosca', saleOpensAt: '2098-01-01T12:00:00Z' });

type Opened = Awaited<ReturnType<typeof office.open>>;
type Open = (path: string, user?: string) => Promise<Opened>;

const buy = async (page: Page): Promise<void> => {
  await fillOrder(page);
  await pressBuy(page);
  await page.locator('.tickets').waitFor();
};

/** Brings the browser to each view. */
const views: Readonly<Record<string, (open: Open) => Promise<Opened>>> = {
  shows: async (open) => {
    const opened = await open('/');
    await opened.page.locator('.show-card-left >> text=left').first().waitFor();
    return opened;
  },
  'sign-in': async (open) => {
    const opened = await open('/app/sign-in');
    await opened.page.locator('.sign-in').waitFor();
    return opened;
  },
  'show-signed-out': async (open) => {
    const opened = await open(pathOfShow(show));
    await opened.page.locator('.sign-in').waitFor();
    return opened;
  },
  show: async (open) => {
    const opened = await open(pathOfShow(show), 'ana');
    await opened.page.locator('.order').waitFor();
    return opened;
  },
  'show-errors': async (open) => {
    const opened = await open(pathOfShow(show), 'ana');
    await pressBuy(opened.page);
    await opened.page.locator('.error').first().waitFor();
    return opened;
  },
  countdown: async (open) => {
    const opened = await open(pathOfShow(notOpen), 'ana');
    await opened.page.locator('.countdown').waitFor();
    return opened;
  },
  'sold-out': async (open) => {
    const opened = await open(pathOfShow(soldOut), 'ana');
    await opened.page.locator('.panel >> text=Sold out').waitFor();
    return opened;
  },
  'card-again': async (open) => {
    const opened = await open(pathOfShow(show), 'again');
    await opened.page.route('**/v1/purchases', (route) => route.abort());
    await fillOrder(opened.page);
    await pressBuy(opened.page);
    await opened.page.locator('text=No connection. Nothing is lost').waitFor();
    await opened.page.reload();
    await opened.page.locator('text=Did it arrive?').waitFor();
    return opened;
  },
  offline: async (open) => {
    const opened = await open(pathOfShow(show), 'ana');
    await opened.page.locator('.order').waitFor();
    await opened.page.context().setOffline(true);
    await opened.page.locator('.offline p').waitFor();
    return opened;
  },
  seats: async (open) => {
    const opened = await open(pathOfShow(house), 'ana');
    await opened.page.locator('canvas').waitFor();
    await opened.page.click('.seat-list button');
    await opened.page.click('.seat-list button');
    return opened;
  },
  'my-purchases': async (open) => {
    const opened = await open(pathOfShow(show), 'mine');
    await buy(opened.page);
    await opened.page.click('text=My purchases');
    await opened.page.locator('.purchases li').first().waitFor();
    return opened;
  },
  'my-purchase': async (open) => {
    const opened = await open(pathOfShow(show), 'one');
    await buy(opened.page);
    await opened.page.click('text=Print, cancel or change it');
    await opened.page.click('summary');
    return opened;
  },
  'cancel-question': async (open) => {
    const opened = await open(pathOfShow(show), 'two');
    await buy(opened.page);
    await opened.page.click('text=Print, cancel or change it');
    await opened.page.click('text=Cancel the purchase');
    await opened.page.locator('dialog[open]').waitFor();
    return opened;
  },
  waiting: async (open) => {
    const opened = await open(pathOfShow(show), 'waiting');
    await opened.page.route('**/v1/purchases/*', (route) =>
      route.fulfill({ json: { purchaseId: 'p', status: 'PENDING', estimatedWaitSeconds: 40 } }),
    );
    await fillOrder(opened.page);
    await pressBuy(opened.page);
    await opened.page.locator('text=About 40 seconds').waitFor();
    return opened;
  },
  tickets: async (open) => {
    const opened = await open(pathOfShow(show), 'ana');
    await buy(opened.page);
    return opened;
  },
  'no-tickets': async (open) => {
    const opened = await open(pathOfShow(show), 'refused');
    await opened.page.route('**/v1/purchases', (route) =>
      route.fulfill({ status: 409, json: { code: 'SOLD_OUT', title: 'Sold out.' } }),
    );
    await fillOrder(opened.page);
    await pressBuy(opened.page);
    await opened.page.locator('text=The show is sold out.').waitFor();
    return opened;
  },
  pay: async (open) => {
    const opened = await open('/app/nowhere', 'paying');
    await answerHeldPurchase(opened.page, house.showId, {
      intent: { last_payment_error: { code: 'card_declined', decline_code: 'insufficient_funds' } },
    });
    await opened.page.goto(new URL(PAY_PATH, opened.page.url()).href);
    await opened.page.locator('.error >> text=not enough money').waitFor();
    return opened;
  },
  'pay-over': async (open) => {
    const opened = await open('/app/nowhere', 'paying');
    await answerHeldPurchase(opened.page, house.showId, { leftMs: -1_000 });
    await opened.page.goto(new URL(PAY_PATH, opened.page.url()).href);
    await opened.page.locator('text=The time to pay is over.').waitFor();
    return opened;
  },
  live: async (open) => {
    const opened = await open('/app/nowhere', 'ops');
    await opened.page.route(LIVE_REQUESTS, (route) =>
      route.fulfill({ json: makeLiveAnswer(0, !route.request().url().includes('since')) }),
    );
    await opened.page.goto(new URL(`${pathOfShow(show)}/live`, opened.page.url()).href);
    await opened.page.locator('.figure-rate >> text="1,000"').waitFor();
    return opened;
  },
  'live-refused': async (open) => {
    const opened = await open(`${pathOfShow(show)}/live`, 'ana');
    await opened.page.locator('text=Only the organiser').waitFor();
    return opened;
  },
  'organise-shows': async (open) => {
    const opened = await open('/app/organise', 'ops');
    await opened.page.locator('.organised-sales strong').first().waitFor();
    return opened;
  },
  'organise-make': async (open) => {
    const opened = await open('/app/organise/new', 'ops');
    await opened.page.check('[name=seating] >> nth=1');
    await opened.page.fill('[name=seats]', 'A1\nA1\nA 2');
    await opened.page.click('form button[type=submit]');
    await opened.page.locator('.error').first().waitFor();
    return opened;
  },
  'organise-show': async (open) => {
    const opened = await open(`/app/organise${pathOfShow(house).slice('/app'.length)}`, 'ops');
    await opened.page.locator('[name=name]').waitFor();
    await opened.page.locator('.sales-sold dd:text-is("4")').waitFor();
    return opened;
  },
  'organise-cancel': async (open) => {
    const opened = await open(`/app/organise${pathOfShow(show).slice('/app'.length)}`, 'ops');
    await opened.page.click('.ending button >> nth=0');
    await opened.page.locator('dialog[open]').waitFor();
    return opened;
  },
  'organise-books': async (open) => {
    const opened = await open('/app/nowhere', 'ops');
    await opened.page.route('**/audits', (route) =>
      route.fulfill({ status: 202, json: makeFailedAudit(soldOut.showId) }),
    );
    await opened.page.goto(
      new URL(`/app/organise${pathOfShow(soldOut).slice('/app'.length)}`, opened.page.url()).href,
    );
    await opened.page.click('text="Audit the books"');
    await opened.page.locator('.differences li').first().waitFor();
    return opened;
  },
  'organise-buyer': async (open) => {
    const opened = await open(`/app/organise/buyers/${flautist.userId}/purchases`, 'ops');
    await opened.page.locator('.bought li').first().waitFor();
    return opened;
  },
  'organise-dead-letters': async (open) => {
    const opened = await open('/app/nowhere', 'ops');
    await opened.page.route('**/v1/dead-letters', (route) => route.fulfill({ json: LETTERS }));
    await opened.page.goto(new URL('/app/organise/dead-letters', opened.page.url()).href);
    await opened.page.locator('.letters li').first().waitFor();
    return opened;
  },
  'not-found': async (open) => {
    const opened = await open('/app/nowhere');
    await opened.page.locator('text=There is nothing here').waitFor();
    return opened;
  },
  failure: async (open) => {
    const opened = await open('/app/nowhere');
    await opened.page.route('**/v1/shows', (route) => route.abort());
    await opened.page.click('text=See all shows');
    await opened.page.locator('text=The box office does not answer').waitFor({ timeout: 60_000 });
    return opened;
  },
  empty: async (open) => {
    const opened = await open('/app/nowhere');
    await opened.page.route('**/v1/shows', (route) => route.fulfill({ json: { shows: [] } }));
    await opened.page.click('text=See all shows');
    await opened.page.locator('text=No shows yet').waitFor();
    return opened;
  },
};

/** Each view is loaded for a wide and a narrow browser. The wide one then changes its colours, as at nightfall. */
const looksOf: Readonly<Record<'light' | 'narrow', readonly Look[]>> = {
  light: ['light', 'dark'],
  narrow: ['narrow'],
};

describe.each(['light', 'narrow'] as const)('loaded in the look %s', (first) => {
  it.each(Object.entries(views))(
    'the view %s has no barrier and does not move',
    async (view, show) => {
      const { page, faults } = await show((path, user) =>
        office.open(path, {
          ...LOOKS[first],
          ...(user !== undefined && { user: `${user}-${first}`, admin: user === 'ops' }),
          tolerates: /Failed to load/,
        }),
      );
      for (const look of looksOf[first]) {
        await page.emulateMedia({ colorScheme: LOOKS[look].colorScheme });
        expect(await inspectView(page, view, look), look).toEqual([]);
      }
      expect(faults).toEqual([]);
    },
  );
});
