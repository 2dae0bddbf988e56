import type { ShowWithStock, TitleList } from '@willcall/contracts';
import { ledgerKey, seatKey } from '@willcall/store';
import { beforeAll, describe, expect, it } from 'vitest';
import { purchaseBody } from '../../support/http/bodies.ts';
import type { Buyer } from '../../support/http/buyer.ts';
import {
  type Damage,
  LONG_NUMBER,
  type RecordAddress,
} from '../../support/records/damage-record.ts';
import { DAMAGED, openDamagedOffice } from '../../support/records/damaged-office.ts';
import { recordKeyOf } from '../../support/records/purchase-key.ts';

const office = await openDamagedOffice();
const { adminToken, damage, expectLeftOut, get, listIds, makeShow, send, stage, statusOf } = office;
const { tables } = stage.resources;

const showAddress = (showId: string): RecordAddress => ({ table: tables.shows, key: { showId } });

describe('a damaged show', () => {
  let shows: ShowWithStock[] = [];
  beforeAll(async () => {
    for (const [index, name] of ['First', 'Damaged', 'Third', 'Fourth'].entries()) {
      const startsAt = `2041-0${index + 1}-01T20:00:00Z`;
      shows = [...shows, await makeShow({ name, startsAt, capacity: 5 })];
    }
  });

  const damages: [string, Damage][] = [
    ['a price that is a text', { price: 'x' }],
    ['a price that is a long number', { price: { amount: LONG_NUMBER, currency: 'EUR' } }],
    ['no start', { startsAt: undefined }],
    ['an unknown seating', { seating: 'HAMMOCKS' }],
    ['more shards than a show has', { buckets: 1_000_000_000 }],
    ['a lead of a million years', { reminderLeadSeconds: 31_557_600_000_000 }],
  ];

  it.each(damages)('with %s took the whole list of shows from everybody', async (_, changes) => {
    const ids = shows.map(({ showId }) => showId);
    const [, damaged = '', sound = ''] = ids;
    const capacity = Number(Reflect.get(Object(await get('/v1/sales')), 'capacity'));
    await damage(showAddress(damaged), changes);
    const others = ids.filter((id) => id !== damaged);
    // With a page of one, the damaged show is also the last one of a page.
    for (const limit of [1, 2, 100]) {
      expect(await listIds(`/v1/shows?limit=${limit}`)).toEqual(others);
      expect((await listIds(`/v1/titles?limit=${limit}`)).toSorted()).toEqual(others.toSorted());
    }
    await expectLeftOut(`shows showId=${damaged}: `);
    // The totals are those of the stock, which can be read.
    expect(await get('/v1/sales')).toMatchObject({ capacity });
    expect(await statusOf(`/v1/shows/${damaged}`)).toEqual(DAMAGED);
    expect(await statusOf(`/v1/shows/${sound}`)).toEqual({ status: 200 });
  });

  it('made its buyers wait, and nobody else, until its repair', async () => {
    const [, damaged = '', sound = ''] = shows.map(({ showId }) => showId);
    const ana = await office.buyer();
    const bob = await office.buyer();
    const repair = await damage(showAddress(damaged), { price: 'x' });
    const waiting = await ana.request(purchaseBody({ showId: damaged }));
    const bought = await bob.buy(purchaseBody({ showId: sound }));
    expect(bought).toMatchObject({ status: 'CONFIRMED' });
    expect(await ana.get(waiting)).toMatchObject({ body: { status: 'PENDING' } });
    await repair();
    expect(await ana.decided(waiting)).toMatchObject({ status: 'CONFIRMED' });
  });

  it.each<[string, Damage]>([
    ['without its name', { title: undefined }],
    ['with a number as its name', { title: LONG_NUMBER }],
  ])('has a title %s, which took the list of titles from everybody', async (_, changes) => {
    await damage(showAddress('#title#Damaged'), changes);
    const names = (await get('/v1/titles')) as TitleList;
    expect(names.titles.map(({ name }) => name)).toEqual(['First', 'Fourth', 'Third']);
    await expectLeftOut('shows showId=#title#Damaged: title');
  });

  it('with a wrong month in the calendar kept the lists of all other months', async () => {
    const months = new Set(['', 'soon', '2041-01', '2041-02', '2041-03', '2041-04']);
    await damage(showAddress('#calendar'), { months });
    expect(await listIds('/v1/shows?limit=2')).toEqual(shows.map(({ showId }) => showId));
    await expectLeftOut('shows showId=#calendar: months');
  });

  it('is not shown as an empty list when nothing of the calendar is left', async () => {
    await damage(showAddress('#calendar'), { months: 'none' });
    expect(await statusOf('/v1/shows')).toEqual(DAMAGED);
  });
});

describe('a damaged seat', () => {
  const seats = ['A-1', 'A-2', 'A-3', 'A-4'];
  const damages: [string, Damage][] = [
    ['a price that is a text', { price: 'x' }],
    ['a version that is a long number', { priceVersion: LONG_NUMBER }],
    ['no creation time', { createdAt: undefined }],
    ['a holder that is a number', { heldBy: 7 }],
  ];

  it.each(damages)(
    'with %s took the whole map, and its neighbour’s purchase',
    async (_, changes) => {
      const { capacity: __, ...body } = { seats, capacity: undefined };
      const show = await makeShow({
        ...body,
        capacity: undefined,
        startsAt: '2042-01-01T20:00:00Z',
      });
      const { showId } = show;
      const path = `/v1/shows/${showId}/seats`;
      const key = seatKey({ showId, buckets: 1 }, 'A-2');
      const repair = await damage({ table: tables.seats, key }, changes);

      expect((await listIds(`${path}?`)).toSorted()).toEqual(['A-1', 'A-3', 'A-4']);
      await expectLeftOut('seatId=A-2 ');
      expect(await statusOf(`${path}/A-2`)).toEqual(DAMAGED);
      expect(await statusOf(`${path}/A-3`)).toEqual({ status: 200 });
      const more = { method: 'PUT', path, token: adminToken, body: { seats: [...seats, 'A-5'] } };
      expect(await send(more)).toMatchObject({ body: { added: 1, existing: 4, capacity: 5 } });

      const [ana, bob] = [await office.buyer(), await office.buyer()];
      const order = (...ids: string[]) => {
        const { quantity: ___, ...request } = purchaseBody({ showId });
        return { ...request, seats: ids };
      };
      const waiting = await ana.request(order('A-2'));
      expect(await bob.buy(order('A-1', 'A-3'))).toMatchObject({ status: 'CONFIRMED' });
      expect(await ana.get(waiting)).toMatchObject({ body: { status: 'PENDING' } });
      // What is wrong with a seat that nobody holds takes nothing from this list.
      expect(await get(`${path}/taken`)).toMatchObject({ taken: ['A-1', 'A-3'] });
      await repair();
      expect(await ana.decided(waiting)).toMatchObject({ status: 'CONFIRMED' });
    },
  );

  it('whose holder cannot be read is left out of the taken seats, and reported', async () => {
    const { showId } = await makeShow({ seats, capacity: undefined });
    const ana = await office.buyer();
    const { quantity: _, ...order } = purchaseBody({ showId, seats: ['A-2', 'A-3'] });
    await ana.buy(order);
    const key = seatKey({ showId, buckets: 1 }, 'A-2');
    await damage({ table: tables.seats, key }, { heldBy: 7 });
    expect(await get(`/v1/shows/${showId}/seats/taken`)).toMatchObject({ taken: ['A-3'] });
    await expectLeftOut(`seatId=A-2 showId=${showId}: heldBy`);
  });
});

describe('a damaged purchase', () => {
  const damages: [string, Damage][] = [
    ['an unknown status', { status: 'LOST' }],
    ['a quantity that is a long number', { quantity: LONG_NUMBER }],
    ['a quantity of a billion', { quantity: 1_000_000_000 }],
    ['no time of its request', { requestedAt: undefined }],
    ['a total that is a text', { total: 'x' }],
    ['an id that is none', { purchaseId: 'x' }],
  ];
  let showId = '';
  let ana: Buyer;
  const bought: string[] = [];
  beforeAll(async () => {
    ({ showId } = await makeShow({ capacity: 50, startsAt: '2043-01-01T20:00:00Z' }));
    ana = await office.buyer();
    for (let nth = 0; nth < 3; nth += 1) {
      bought.unshift((await ana.buy(purchaseBody({ showId }))).purchaseId);
    }
  });

  it.each(damages)('with %s took the whole list of its buyer', async (_, changes) => {
    const [first = '', damaged = '', last = ''] = bought;
    const key = recordKeyOf({ userId: ana.userId, purchaseId: damaged });
    await damage({ table: tables.purchases, key }, changes);
    const path = `/v1/users/${ana.userId}/purchases`;
    expect(await listIds(`${path}?limit=100`, ana.token)).toEqual([first, last]);
    // Pages follow the keys of the purchases, not time.
    const paged = await listIds(`${path}?limit=1`, ana.token);
    expect(paged.toSorted()).toEqual([first, last].toSorted());
    await expectLeftOut(`purchases recordKey=${key.recordKey} showId=${showId}: `, ana.userId);
    expect(await statusOf(`/v1/purchases/${damaged}`, ana.token)).toEqual(DAMAGED);
    expect(await statusOf(`/v1/purchases/${first}`, ana.token)).toEqual({ status: 200 });
    // What the buyer holds of this show is not known. Of another show, it is.
    const other = await makeShow({ startsAt: '2043-02-01T20:00:00Z' });
    const ofShow = (id: string) => `/v1/users/${ana.userId}/shows/${id}`;
    expect(await statusOf(ofShow(showId))).toEqual(DAMAGED);
    expect(await get(ofShow(other.showId))).toMatchObject({ tickets: 0 });
  });
});

describe('a damaged ledger', () => {
  it.each<[string, Damage]>([
    ['tickets that are a text', { tickets: 'x' }],
    ['tickets that are a long number', { tickets: LONG_NUMBER }],
    ['an unknown status', { lastStatus: 'LOST' }],
    ['no last purchase', { lastPurchaseId: undefined }],
  ])('with %s took the purchases of other buyers of the show', async (_, changes) => {
    const { showId } = await makeShow({ maxTicketsPerBuyer: 4, startsAt: '2044-01-01T20:00:00Z' });
    const [ana, bob] = [await office.buyer(), await office.buyer()];
    await ana.buy(purchaseBody({ showId }));
    const key = { userId: ana.userId, recordKey: ledgerKey(showId) };
    const repair = await damage({ table: tables.purchases, key }, changes);
    const waiting = await ana.request(purchaseBody({ showId }));
    expect(await bob.buy(purchaseBody({ showId }))).toMatchObject({ status: 'CONFIRMED' });
    await expectLeftOut(`purchases recordKey=S#${showId} showId=${showId}: `, ana.userId);
    expect(await ana.get(waiting)).toMatchObject({ body: { status: 'PENDING' } });
    await repair();
    expect(await ana.decided(waiting)).toMatchObject({ status: 'CONFIRMED' });
  });
});
