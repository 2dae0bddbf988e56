import { describe, expect, it } from 'vitest';
import { onlyWithChromium } from '../support/browser/browser.ts';
import { inspectView, LOOKS, type Look } from '../support/browser/inspect-view.ts';
import { fillOrder, openOfficePage, pathOfShow, pressBuy } from '../support/browser/office-page.ts';

onlyWithChromium();

const office = await openOfficePage();
const show = await office.makeShow({ name: 'The Magic Flute', venue: 'Old Opera House' });
await office.makeShow({ name: 'W'.repeat(180), venue: 'Teatro Real de Madrid', onSale: false });

type Opened = Awaited<ReturnType<typeof office.open>>;
type Open = (path: string, user?: string) => Promise<Opened>;

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
    await fillOrder(opened.page);
    await pressBuy(opened.page);
    await opened.page.locator('.tickets').waitFor();
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

describe.each(Object.keys(LOOKS) as Look[])('in the look %s', (look) => {
  it.each(Object.entries(views))(
    'the view %s has no barrier and does not move',
    async (view, show) => {
      const { page, faults } = await show((path, user) =>
        office.open(path, {
          ...LOOKS[look],
          ...(user !== undefined && { user: `${user}-${look}` }),
          tolerates: /Failed to load/,
        }),
      );
      expect(await inspectView(page, view, look)).toEqual([]);
      expect(faults).toEqual([]);
    },
  );
});
