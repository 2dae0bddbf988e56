import { purchaseBody, type ShowOverrides } from '../http/bodies.ts';
import type { OfficePage } from './office-page.ts';

/** The organiser's browser. */
export const ORGANISER = { user: 'ops', admin: true, timezoneId: 'Europe/Madrid' };

/** What a show is made of, and how its page is opened. `sold`: tickets that one buyer has bought before. */
export type ManagedShowOptions = [
  overrides?: ShowOverrides,
  options?: Parameters<OfficePage['open']>[1] & { readonly sold?: number },
];

/** Makes a show, and opens what its organiser sees. */
export const openManagedShow = async (
  office: OfficePage,
  overrides: ShowOverrides = {},
  { sold, ...options }: ManagedShowOptions[1] = {},
) => {
  const { showId } = await office.makeShow(overrides);
  const buy = async (more: object = {}) =>
    (await office.buyer()).buy({ ...purchaseBody({ showId }), ...more });
  if (sold !== undefined) await buy({ quantity: sold });
  const opened = await office.open(`/app/organise/shows/${showId}`, { ...ORGANISER, ...options });
  await opened.page.locator('[name=name]').waitFor();
  const read = async () => (await office.client.call('getShow', { path: { showId } })).body;
  return { ...opened, showId, read, buy };
};
