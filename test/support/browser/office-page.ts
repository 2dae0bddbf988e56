import { randomUUID } from 'node:crypto';
import { type BoxOfficePage, openPage as openBuiltPage } from '@willcall/box-office';
import type { ShowWithStock } from '@willcall/contracts';
import type { Page } from 'playwright-core';
import { beforeEach, inject } from 'vitest';
import { type BoxOffice, openBoxOffice } from '../http/box-office.ts';
import type { TestStageOptions } from '../stage.ts';
import { openPage, type PageFaults, type PageOptions } from './browser.ts';

/** The page is built once, and its build is kept until its sources change. */
let built: BoxOfficePage | undefined;

/** A stage that serves its page, and browsers that open it. */
export type OfficePage = BoxOffice & {
  /** Opens a view in a browser of its own. `user`: who is signed in, or nobody. */
  open(path: string, options?: OpenOptions): Promise<{ page: Page; faults: PageFaults }>;
};

type OpenOptions = PageOptions & { readonly user?: string; readonly admin?: boolean };

export const openOfficePage = async (options: TestStageOptions = {}): Promise<OfficePage> => {
  built ??= openBuiltPage();
  const office = await openBoxOffice({ ...options, boxOffice: built });
  const { origin } = new URL(office.stage.url);
  return {
    ...office,
    open: async (path, { user, admin = false, ...pageOptions } = {}) => {
      const payments = options.payments === undefined ? [] : [options.payments.endpoint];
      const origins = [new URL(inject('sqsEndpoint')).origin, ...payments];
      const opened = await openPage(origin, { locale: 'en-GB', origins, ...pageOptions });
      if (user !== undefined) await keepUser(opened.page, { name: user, admin });
      await opened.page.goto(`${origin}${path}`);
      return opened;
    },
  };
};

/** Signs somebody in, as the page keeps it. A sign-out in the test is not undone by a reload. */
const keepUser = (page: Page, user: { name: string; admin: boolean }) =>
  page.addInitScript((text) => {
    if (sessionStorage.getItem('signed in') === null) localStorage.setItem('willcall.user', text);
    sessionStorage.setItem('signed in', 'once');
  }, JSON.stringify(user));

/** A buyer who has another name in each test of a file, because the tests share a stage. */
export const nameBuyerForEachTest = (): { readonly user: string } => {
  const makeName = () => `ana-${randomUUID().slice(0, 8)}`;
  const buyer = { user: makeName() };
  beforeEach(() => {
    buyer.user = makeName();
  });
  return buyer;
};

export const pathOfShow = ({ showId }: Pick<ShowWithStock, 'showId'>): string =>
  `/app/shows/${showId}`;

/** What a buyer types into the form. */
export const HOLDER = { name: 'Ana Ruiz', email: 'ana@example.com' };
export const CARD = { cardNumber: '4242 4242 4242 4242', expiry: '12/35' };

/** Fills in the form that buys tickets. */
export async function fillOrder(
  page: Page,
  fields: object = { ...HOLDER, ...CARD },
): Promise<void> {
  for (const [name, value] of Object.entries(fields)) await page.fill(`[name=${name}]`, value);
}

/** Presses the button that buys. */
export const pressBuy = (page: Page): Promise<void> => page.click('.order button[type=submit]');
