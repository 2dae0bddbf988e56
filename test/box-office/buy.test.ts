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

const readPurchases = async () => {
  const { get } = await office.buyer(ana.user);
  const { body } = await get('/v1/users/me/purchases');
  return (body as { purchases: { status: string; quantity: number }[] }).purchases;
};

describe('a buyer', () => {
  it('signs in, buys two tickets, and sees them', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page, faults } = await office.open('/');
    await page.click(`a[href="${pathOfShow(show)}"]`);
    await page.click('.choices button:has-text("ana")');
    await page.locator('aside:focus .order').waitFor();
    await page.click('button[aria-label="One ticket more"]');
    expect(await page.textContent('.total strong')).toBe('€31.98');
    await fillOrder(page);
    await pressBuy(page);
    await page.locator('.tickets li').nth(1).waitFor();
    expect(await page.textContent('h1')).toBe('You have your tickets');
    expect(await page.textContent('main')).toContain('Visa ending in 4242');
    expect(await office.sales(show.showId)).toMatchObject({ sold: 2 });
    expect(faults).toEqual([]);
  });

  it('keeps the focus on the button that takes all tickets', async () => {
    const show = await office.makeShow({ capacity: 2 });
    const { page } = await office.open(pathOfShow(show), ana);
    await page.focus('button[aria-label="One ticket more"]');
    await page.keyboard.press('Enter');
    await page.locator('.total >> text=€31.98').waitFor();
    await page.keyboard.press('Enter');
    await page.locator('button[aria-label="One ticket more"]:focus').waitFor();
    expect(await page.inputValue('[name=quantity]')).toBe('2');
  });

  it('who clicks twice buys once', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page);
    await page.dblclick('.order button[type=submit]');
    await page.locator('.tickets').waitFor();
    await page.goBack();
    await page.goForward();
    await page.locator('.tickets').waitFor();
    expect(await readPurchases()).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('sees a sentence at each field that is wrong, and loses nothing', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    const typed = { quantity: '9', name: ' ', email: 'ana', cardNumber: '4242', expiry: '13/99' };
    await fillOrder(page, typed);
    await pressBuy(page);
    expect(await page.locator('.error').allTextContents()).toEqual([
      'Choose 1 to 5 tickets.',
      'Enter the name that the tickets are for.',
      'Enter an e-mail address such as ana@example.com.',
      'Check the card number: 13 to 19 digits of a Visa or Mastercard.',
      'Enter month and year as on the card, for example 04/29.',
    ]);
    for (const [name, value] of Object.entries(typed)) {
      expect(await page.inputValue(`[name=${name}]`)).toBe(value);
    }
    expect(await page.evaluate('document.activeElement.name')).toBe('quantity');
    await fillOrder(page, { quantity: '1', ...HOLDER, ...CARD });
    expect(await page.locator('.error').count()).toBe(0);
    expect(faults).toEqual([]);
  });

  it.each(['-1', '2.5', '1e3', '3x', '0', '9', ''])(
    'who types "%s" tickets keeps it, sees no total, and buys nothing',
    async (quantity) => {
      const show = await office.makeShow({ capacity: 5 });
      const { page } = await office.open(pathOfShow(show), ana);
      await fillOrder(page, { ...HOLDER, ...CARD, quantity });
      expect(await page.textContent('.total strong')).toBe('–');
      await pressBuy(page);
      await page.locator('text=Choose 1 to 5 tickets.').waitFor();
      expect(await page.inputValue('[name=quantity]')).toBe(quantity);
    },
  );

  it('whose name the API refuses comes back to the form with all that was typed', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /400/ });
    const name = 'Ana 4242 4242 4242 4242';
    await fillOrder(page, { ...HOLDER, ...CARD, name });
    await pressBuy(page);
    await page.locator('.error').waitFor();
    await page.locator('[name=name]:focus').waitFor();
    expect(await page.inputValue('[name=name]')).toBe(name);
    expect(await page.inputValue('[name=cardNumber]')).toBe(CARD.cardNumber);
    await fillOrder(page, { name: 'Ana' });
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
  });

  it('who already has the most tickets is told so, and can go to them', async () => {
    const show = await office.makeShow({ capacity: 5, maxTicketsPerBuyer: 2 });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page, { ...HOLDER, ...CARD, quantity: '2' });
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
    await page.goto(`${office.stage.url}${pathOfShow(show)}`);
    await page.locator('text=You already have 2 tickets for this show').waitFor();
    expect(await page.locator('.order').count()).toBe(0);
    await page.click('text=All my purchases');
    await page.locator('.purchases li').waitFor();
    expect(faults).toEqual([]);
  });

  it('of a free show needs no card', async () => {
    const show = await office.makeShow({ price: { amount: 0, currency: 'EUR' } });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page, HOLDER);
    await page.click('text=Get the tickets');
    await page.locator('.tickets').waitFor();
    expect(faults).toEqual([]);
  });
});

describe('a purchase is not lost', () => {
  it('by a reload while it is in the queue', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    let undecided = true;
    await page.route('**/v1/purchases/*', async (route) => {
      const response = await route.fetch();
      const { purchaseId } = await response.json();
      const pending = { purchaseId, status: 'PENDING', estimatedWaitSeconds: 90 };
      await route.fulfill(undecided ? { response, json: pending } : { response });
    });
    await fillOrder(page);
    await pressBuy(page);
    await page.locator('text=About 90 seconds').waitFor();
    await page.reload();
    await page.locator('text=You are in the queue').waitFor();
    undecided = false;
    await page.locator('.tickets').waitFor();
    expect(await readPurchases()).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it('by a reload before the API has answered, because the same card goes on with it', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /Failed/ });
    // The API gets the request, and its answer is lost.
    await page.route('**/v1/purchases', async (route) => {
      await route.fetch();
      await route.abort();
    });
    await fillOrder(page);
    await pressBuy(page);
    await waitFor(async () => expect(await readPurchases()).toHaveLength(1));
    await page.unroute('**/v1/purchases');
    await page.reload();
    await page.locator('text=the one that ends in 4242').waitFor();
    await fillOrder(page, { cardNumber: '5555 5555 5555 4444', expiry: '12/35' });
    await page.click('text=Continue with this purchase');
    await page.locator('text=This is another card.').waitFor();
    await fillOrder(page, CARD);
    await page.click('text=Continue with this purchase');
    await page.locator('.tickets').waitFor();
    expect(await readPurchases()).toHaveLength(1);
  });

  it('by a closed tab, and nothing of the card is kept', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), ana);
    await fillOrder(page);
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
    const url = page.url();
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }]),
    );
    expect(kept).toContain('4242');
    expect(kept.replaceAll(/\D/g, '')).not.toContain('42424242');
    expect(kept).not.toContain('12/35');
    expect(kept).not.toContain('2035');
    const again = await page.context().newPage();
    await page.close();
    await again.goto(url);
    await again.locator('.tickets').waitFor();
  });

  it('by a lost connection: it goes on when the browser is online again', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /Failed/ });
    await fillOrder(page);
    await page.context().setOffline(true);
    await page.locator('.offline p').waitFor();
    await pressBuy(page);
    await page.locator('text=No connection. Nothing is lost').waitFor();
    await page.context().setOffline(false);
    await page.locator('.tickets').waitFor();
    expect(await readPurchases()).toHaveLength(1);
  });
});

describe('a buyer without tickets learns the reason and what to do', () => {
  it('when somebody else was faster', async () => {
    const show = await office.makeShow({ capacity: 1 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /409/ });
    await fillOrder(page);
    const ben = await office.buyer();
    await ben.buy({ showId: show.showId, quantity: 1, holder: HOLDER, card: card() });
    await pressBuy(page);
    await page.locator('text=The show is sold out.').waitFor();
    await page.click('text=Back to the show');
    await page.locator('.panel >> text=Sold out').waitFor();
  });

  it('when fewer tickets are left than were asked for, which is not sold out', async () => {
    const show = await office.makeShow({ capacity: 3 });
    const { page } = await office.open(pathOfShow(show), ana);
    await fillOrder(page, { ...HOLDER, ...CARD, quantity: '3' });
    const ben = await office.buyer();
    await ben.buy({ showId: show.showId, quantity: 2, holder: HOLDER, card: card() });
    await pressBuy(page);
    await page.locator('text=Only 1 ticket was left. Ask for fewer.').waitFor();
    expect(await page.locator('text=sold out').count()).toBe(0);
  });

  it('when the show is gone while they look at it', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /404/ });
    await page.locator('.order').waitFor();
    await page.route('**/v1/shows/*', (route) =>
      route.fulfill({ status: 404, json: { code: 'SHOW_NOT_FOUND', title: 'No such show.' } }),
    );
    await page.locator('text=This show does not exist any more.').waitFor();
    expect(await page.locator('.order').count()).toBe(0);
  });

  it('when the key belongs to another request', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page } = await office.open(pathOfShow(show), { ...ana, tolerates: /422/ });
    await page.route('**/v1/purchases/*', (route) =>
      route.fulfill({ status: 422, json: { code: 'IDEMPOTENCY_KEY_REUSED', title: 'Reused.' } }),
    );
    await fillOrder(page);
    await pressBuy(page);
    await page.locator('text=The first request did arrive, with another card').waitFor();
    await page.reload();
    await page.locator('text=The first request did arrive, with another card').waitFor();
  });

  it('when the price has changed before the purchase, and buys at the new one', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page);
    // The page has not seen it yet.
    await page.route('**/v1/shows/*', (route) => route.fulfill({ json: show }));
    await office.send({
      method: 'PATCH',
      path: `/v1/shows/${show.showId}`,
      token: office.adminToken,
      body: { price: { amount: 2_000, currency: 'EUR' } },
    });
    await pressBuy(page);
    await page.locator('text=The price has changed since you saw it').waitFor();
    await page.locator('text=The price is now €20.00').waitFor();
    await page.unroute('**/v1/shows/*');
    await page.click('text=Back to the show');
    await page.locator('text=Buy for €20.00').waitFor();
    await fillOrder(page, CARD);
    await pressBuy(page);
    await page.locator('.tickets').waitFor();
    expect(faults).toEqual([]);
  });

  it('when the sale is paused, and the page goes on by itself', async () => {
    const show = await office.makeShow({ capacity: 5 });
    const change = (body: object) =>
      office.send({
        method: 'PATCH',
        path: `/v1/shows/${show.showId}`,
        token: office.adminToken,
        body,
      });
    const { page, faults } = await office.open(pathOfShow(show), ana);
    await fillOrder(page);
    await change({ onSale: false });
    await page.locator('text=The organiser has paused the sale.').waitFor();
    await change({ onSale: true });
    await page.locator('.order').waitFor();
    expect(await page.inputValue('[name=name]')).toBe(HOLDER.name);
    expect(faults).toEqual([]);
  });
});
