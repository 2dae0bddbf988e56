import { startTestIssuer } from '@willcall/box-office/testing';
import type { Page } from 'playwright-core';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { waitFor } from '../support/backend/scaled-timeout.ts';
import { onlyWithChromium, type PageOptions } from '../support/browser/browser.ts';
import { inspectView, LOOKS, type Look } from '../support/browser/inspect-view.ts';
import {
  fillOrder,
  nameBuyerForEachTest,
  openOfficePage,
  pathOfShow,
  pressBuy,
} from '../support/browser/office-page.ts';

onlyWithChromium();

const ana = nameBuyerForEachTest();

/** It signs with the key of the stage, whose API then takes its tokens. */
const issuer = await startTestIssuer({
  sign: ({ sub }, scopes) =>
    office.stage.issueToken({ user: sub, admin: scopes.includes('willcall/admin') }),
});
afterAll(issuer.stop);

/** A stage that signs people in as a deployed one does. */
const office = await openOfficePage({ signIn: { kind: 'issuer', ...issuer.issuer } });
const { origin } = new URL(office.stage.url);

beforeEach(() => {
  issuer.person = { sub: ana.user, email: 'signed-in@example.com' };
  issuer.lifetime = 3_600;
  issuer.asked.length = 0;
});

const open = (path: string, options: PageOptions = {}) =>
  office.open(path, { origins: [issuer.origin], ...options });

const pressSignIn = (page: Page) => page.click('text=Sign in or sign up');

it('signs a buyer in at the issuer, goes back to the show, and buys with the token', async () => {
  const show = await office.makeShow();
  const { page, faults } = await open(pathOfShow(show));
  await pressSignIn(page);
  await page.locator('.order').waitFor();
  expect(page.url()).toBe(`${origin}${pathOfShow(show)}`);
  expect(await page.textContent('.user-name')).toBe('signed-in@example.com');
  await fillOrder(page);
  await pressBuy(page);
  await page.locator('.tickets').waitFor();
  expect((await office.sales(show.showId)).sold).toBe(1);
  const kept = await page.evaluate<string>(
    'JSON.stringify([{ ...localStorage }, { ...sessionStorage }])',
  );
  expect(kept).toContain(ana.user);
  expect(kept).not.toMatch(/eyJ|signed-in@example\.com|verifier/);
  expect(issuer.asked).toEqual(['authorization_code']);
  expect(faults).toEqual([]);
});

it('renews the token, and asks to sign in again in the same view once the issuer has ended that', async () => {
  const { page } = await open('/app/purchases', { tolerates: /Failed to load/ });
  issuer.lifetime = 0;
  await pressSignIn(page);
  await page.locator('text=You have not bought anything yet').waitFor();
  expect(issuer.asked).toContain('refresh_token');
  issuer.endAll();
  await page.click('text=Shows');
  await page.locator('.shows').waitFor();
  await page.click('text=My purchases');
  await pressSignIn(page);
  await page.locator('text=You have not bought anything yet').waitFor();
  expect(page.url()).toBe(`${origin}/app/purchases`);
});

it("signs an organiser in with the staff's app, and has no demo sale", async () => {
  const show = await office.makeShow();
  const { page, faults } = await open(`${pathOfShow(show)}/live`);
  await page.click('text=Sign in as the organiser');
  await page.locator('.live-on').waitFor();
  expect(await page.locator('text=Demo sale').count()).toBe(0);
  expect(faults).toEqual([]);
});

it('signs out at the issuer and in every tab', async () => {
  const { page, faults } = await open('/app/sign-in');
  await pressSignIn(page);
  await page.locator('.user-name').waitFor();
  const other = await page.context().newPage();
  await other.goto(`${origin}/app/sign-in`);
  await pressSignIn(other);
  await other.locator('.user-name').waitFor();

  await other.click('text=Sign out');
  await other.waitForURL('**/signed-out');
  await page.locator('.header-user >> text=Sign in').waitFor();
  await waitFor(() => expect(issuer.asked).toEqual(expect.arrayContaining(['revoke', 'logout'])));
  expect(faults).toEqual([]);
});

it('says that a sign-in was cancelled, and begins another', async () => {
  issuer.person = undefined;
  const { page, faults } = await open('/app/sign-in');
  await pressSignIn(page);
  await page.locator('text=Signing in did not work. Please try again.').waitFor();
  issuer.person = { sub: ana.user };
  await pressSignIn(page);
  await page.locator('.user-name', { hasText: ana.user }).waitFor();
  expect(faults).toEqual([]);
});

it('takes no code that this tab has not asked for, and removes it from the address', async () => {
  const { page, faults } = await open('/signed-in?code=stolen&state=stolen');
  await page.locator('text=Signing in did not work. Please try again.').waitFor();
  expect(page.url()).toBe(`${origin}/signed-in`);
  expect(issuer.asked).toEqual([]);
  expect(faults).toEqual([]);
});

const looks = Object.keys(LOOKS) as Look[];

describe.each(looks.flatMap((look) => ['en', 'es'].map((locale) => [look, locale] as const)))(
  '%s, in %s',
  (look, locale) => {
    it('the sign-in is in order', async () => {
      const { page, faults } = await open('/app/sign-in', { ...LOOKS[look], locale });
      await page.locator('.sign-in').waitFor();
      expect(await inspectView(page, `sign-in-at-issuer-${locale}`, look)).toEqual([]);
      await page.goto(`${origin}/signed-in?error=access_denied`);
      await page.locator('.sign-in').waitFor();
      expect(await inspectView(page, `sign-in-failed-${locale}`, look)).toEqual([]);
      expect(faults).toEqual([]);
    });
  },
);

it('says that its configuration is missing, and tries again', async () => {
  const { page } = await open('/docs', { tolerates: /Failed to load/ });
  await page.route('**/app/config.json', (route) => route.abort());
  await page.goto(origin);
  await page.locator('text=The box office does not answer.').waitFor();
  await page.unroute('**/app/config.json');
  await page.click('main button');
  await page.locator('.header').waitFor();
});
