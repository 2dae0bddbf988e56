import {
  known,
  type RejectionReason,
  type ShowList,
  type ShowWithStock,
  type TitleList,
} from '@willcall/contracts';
import { describe, expect, it } from 'vitest';
import { waitFor } from '../../support/backend/scaled-timeout.ts';
import { purchaseBody, type ShowOverrides, showBody } from '../../support/http/bodies.ts';
import {
  DAY_MS,
  type OfficeWithClock,
  openOfficeWithClock,
} from '../../support/http/office-with-clock.ts';
import { setAttributes } from '../../support/records/set-attributes.ts';

const NO_SHOW: readonly [string, ShowOverrides, string][] = [
  ['a start in the year 0000', { startsAt: '0000-06-01T20:00:00Z' }, 'startsAt'],
  ['a start in the year 9999', { startsAt: '9999-06-01T20:00:00Z' }, 'startsAt'],
  [
    'a start last year',
    { startsAt: new Date(Date.now() - 365 * DAY_MS).toISOString() },
    'startsAt',
  ],
  [
    'a start with 15,000 digits of a second',
    { startsAt: `2035-06-01T20:00:00.${'0'.repeat(15_000)}Z` },
    'startsAt',
  ],
  ['a sale that closed last year', { saleClosesAt: '2020-01-01T00:00:00Z' }, 'saleClosesAt'],
  [
    'a sale that opens after the start',
    { saleOpensAt: '2099-06-02T20:00:00Z', saleClosesAt: '2099-06-03T20:00:00Z' },
    'saleOpensAt',
  ],
];

describe('a date that no show can have', () => {
  it('was taken for a new show, and for a change of one', async () => {
    const { send, adminToken: token, makeShow } = await openOfficeWithClock();
    const { showId } = await makeShow();
    const path = `/v1/shows/${showId}`;
    const before = (await send({ path })).body;
    for (const [what, times, field] of NO_SHOW) {
      const refusal = {
        status: 400,
        body: { code: 'INVALID_REQUEST', errors: [{ path: field }] },
      };
      const created = await send({
        method: 'POST',
        path: '/v1/shows',
        token,
        body: showBody(times),
      });
      expect(created, what).toMatchObject(refusal);
      const changed = await send({ method: 'PATCH', path, token, body: times });
      expect(changed, what).toMatchObject(refusal);
    }
    expect((await send({ path })).body).toEqual(before);
  });
});

/** A show that is not on sale, and what a buyer is told who asks for a ticket. */
type UnsoldShow = {
  readonly show: ShowOverrides;
  readonly act?: (office: OfficeWithClock, path: string) => Promise<unknown>;
  readonly available: number;
  readonly reason: RejectionReason;
};

const IN_A_DAY = new Date(Date.now() + DAY_MS).toISOString();
const cancelShow: UnsoldShow['act'] = ({ send, adminToken: token }, path) =>
  send({ method: 'POST', path: `${path}/cancel`, token });
const pauseSale: UnsoldShow['act'] = ({ send, adminToken: token }, path) =>
  send({ method: 'PATCH', path, token, body: { onSale: false } });
const sellLastTicket: UnsoldShow['act'] = async ({ buyer }, path) =>
  (await buyer()).buy(purchaseBody({ showId: path.slice('/v1/shows/'.length) }));
const letItClose: UnsoldShow['act'] = async ({ letDaysPass }) => letDaysPass(2);

const unsoldShows: readonly [string, UnsoldShow][] = [
  ['was cancelled', { show: {}, act: cancelShow, available: 0, reason: 'SHOW_CANCELLED' }],
  [
    'was cancelled before its sale opened',
    {
      show: { saleOpensAt: '2090-01-01T00:00:00Z' },
      act: cancelShow,
      available: 0,
      reason: 'SHOW_CANCELLED',
    },
  ],
  [
    'had begun',
    { show: { startsAt: IN_A_DAY }, act: letItClose, available: 0, reason: 'SALE_CLOSED' },
  ],
  [
    'had its sale closed',
    { show: { saleClosesAt: IN_A_DAY }, act: letItClose, available: 0, reason: 'SALE_CLOSED' },
  ],
  ['was paused', { show: {}, act: pauseSale, available: 1, reason: 'SALE_PAUSED' }],
  [
    'had not opened its sale',
    { show: { saleOpensAt: '2090-01-01T00:00:00Z' }, available: 1, reason: 'SALE_NOT_OPEN' },
  ],
  ['was sold out', { show: {}, act: sellLastTicket, available: 0, reason: 'SOLD_OUT' }],
];

it.each(unsoldShows)('a show that %s was on sale to its readers', async (_, unsold) => {
  const office = await openOfficeWithClock();
  const { send } = office;
  const { showId } = await office.makeShow({ ...unsold.show, capacity: 1 });
  const path = `/v1/shows/${showId}`;
  await unsold.act?.(office, path);
  const offer = { onSale: false, notOnSaleReason: unsold.reason };
  const { available } = unsold;
  expect((await send({ path })).body).toMatchObject({ ...offer, available });
  // The lists are indexes, and know by the sold-out latch that no ticket is left.
  await waitFor(async () => {
    const pages = [await send({ path: '/v1/shows' }), await send({ path: '/v1/shows?past=true' })];
    const listed = pages.flatMap(({ body }) => (body as ShowList).shows);
    const { titles } = (await send({ path: '/v1/titles' })).body as TitleList;
    const shows = [...listed, ...titles.flatMap((title) => title.shows)];
    expect(shows).toMatchObject([offer, offer]);
  });
  // A buyer is told the same.
  const ana = await office.buyer();
  const { status, headers, body } = await ana.post(purchaseBody({ showId }));
  const told = status === 202 ? await ana.decided(known(headers.location, 'location')) : body;
  expect(Object(told).reason ?? Object(told).code).toBe(unsold.reason);
});

it('a show that was latched as sold out with stock left was on sale to its readers', async () => {
  const { send, makeShow, store } = await openOfficeWithClock();
  const { showId } = await makeShow({ capacity: 9 });
  await store.documents.send(
    setAttributes(store.tables.shows, { showId }, { soldOutAt: new Date().toISOString() }),
  );
  const offer = { soldOut: true, onSale: false, notOnSaleReason: 'SOLD_OUT', available: 0 };
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject(offer);
});

it('a show without seats was on sale to its readers', async () => {
  const { send, adminToken: token, buyer } = await openOfficeWithClock();
  const { capacity: _, ...body } = showBody();
  const created = await send({
    method: 'POST',
    path: '/v1/shows',
    token,
    body: { ...body, seats: [] },
  });
  const offer = { onSale: false, notOnSaleReason: 'SEAT_UNKNOWN' };
  expect(created).toMatchObject({ status: 201, body: { ...offer, available: 0 } });
  const { showId } = created.body as ShowWithStock;
  expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject(offer);
  await waitFor(async () => {
    expect((await send({ path: '/v1/shows' })).body).toMatchObject({ shows: [offer] });
  });
  const { quantity: __, ...purchase } = purchaseBody({ showId });
  expect(await (await buyer()).buy({ ...purchase, seats: ['1-A1'] })).toMatchObject({
    reason: 'SEAT_UNKNOWN',
  });
  const path = `/v1/shows/${showId}/seats`;
  await send({ method: 'PUT', path, token, body: { seats: ['1-A1'] } });
  await waitFor(async () => {
    expect((await send({ path: `/v1/shows/${showId}` })).body).toMatchObject({ onSale: true });
  });
});
