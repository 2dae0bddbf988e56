import { purchaseRef, seatKey } from '@willcall/store';
import {
  changing,
  idsOf,
  keyOf,
  moveItem,
  refOf,
  type Tampering,
} from '../../../support/audit/tampering.ts';

const AT = '2031-01-01T00:00:00.000Z';

/** A tampering with a seat of a show with reserved seating. */
const change = (
  item: Tampering['item'],
  what: string,
  seatId: string,
  fields: Readonly<Record<string, unknown>>,
  more?: Partial<Tampering>,
): Tampering =>
  changing('seats', ({ show }) => seatKey(show, seatId), {
    kind: 'reserved',
    ids: () => ({ seatId }),
  })(item, what, fields, more);

export const seatTamperings: readonly Tampering[] = [
  {
    item: 'SEATS_CAPACITY',
    what: 'a seat too many',
    kind: 'reserved',
    tamper: ({ put, show }) =>
      put('seats', { ...seatKey(show, 'A7'), showId: show.showId, priceVersion: 0, createdAt: AT }),
    says: () => '7 seats, but the capacity is 6',
    also: ['SEATS_FREE'],
  },
  {
    item: 'SEATS_FREE',
    what: 'a seat too few',
    kind: 'reserved',
    tamper: ({ remove, show }) => remove('seats', seatKey(show, 'A6')),
    says: () => '3 available tickets, but 2 seats are free',
    also: ['SEATS_CAPACITY'],
  },
  {
    item: 'SEATS_UNEXPECTED',
    what: 'seats of a show without reserved seating',
    tamper: ({ put, show }) =>
      put('seats', { ...seatKey(show, 'A1'), showId: show.showId, priceVersion: 0, createdAt: AT }),
    ids: () => ({ seatId: 'A1' }),
  },
  change(
    'SEAT_UNREADABLE',
    'a seat that cannot be read',
    'A6',
    { createdAt: 'then' },
    { says: ({ show }) => `createdAt (table seats, seatBucket ${seatKey(show, 'A6').seatBucket}` },
  ),
  {
    item: 'SEAT_MISPLACED',
    what: 'a seat in the shard of another',
    kind: 'reserved',
    tamper: (books) => {
      const key = seatKey(books.show, 'A6');
      const shards = [0, 1].map((n) => `${books.show.showId}#${n}`);
      const seatBucket = shards.find((shard) => shard !== key.seatBucket);
      return moveItem(books, 'seats', key, { seatBucket });
    },
    ids: () => ({ seatId: 'A6' }),
  },
  {
    item: 'SEAT_MISPLACED',
    what: 'a copy of a seat in a shard that the show does not have',
    kind: 'reserved',
    tamper: async ({ read, put, show }) =>
      put('seats', {
        ...(await read('seats', seatKey(show, 'A6'))),
        seatBucket: `${show.showId}#${show.buckets}`,
      }),
    ids: () => ({ seatId: 'A6' }),
    also: ['SEATS_CAPACITY', 'SEATS_FREE'],
  },
  change('SEAT_SHOW', 'a seat that names another show', 'A6', { showId: 'another' }),
  change('SEAT_PRICE', 'a price in another currency', 'A6', {
    price: { amount: 1, currency: 'USD' },
  }),
  change('SEAT_PRICE', 'a stamp of a price that never was', 'A6', {
    stampedVersion: 3,
    previousPrice: { amount: 1, currency: 'EUR' },
  }),
  {
    item: 'SEAT_MISSING',
    what: 'a seat that a purchase names and that does not exist',
    kind: 'reserved',
    tamper: ({ remove, show }) => remove('seats', seatKey(show, 'A3')),
    ids: ({ ben }) => ({ seatId: 'A3', purchaseId: ben.purchaseId }),
    also: ['SEATS_CAPACITY'],
  },
  change(
    'SEAT_NOT_HELD',
    'a seat that is free although it is sold',
    'A3',
    { heldBy: undefined },
    {
      ids: ({ ben }) => ({ seatId: 'A3', purchaseId: ben.purchaseId }),
      also: ['SEATS_FREE'],
    },
  ),
  {
    item: 'SEAT_HELD_BY_ANOTHER',
    what: 'a sold seat that another purchase holds',
    kind: 'reserved',
    tamper: ({ set, show, ana }) => set('seats', seatKey(show, 'A3'), { heldBy: refOf(ana) }),
    ids: ({ ben }) => ({ seatId: 'A3', purchaseId: ben.purchaseId }),
  },
  {
    item: 'SEAT_SOLD_TWICE',
    what: 'a seat in two purchases',
    kind: 'reserved',
    tamper: ({ set, ben }) => set('purchases', keyOf(ben), { seats: ['A1'] }),
    ids: () => ({ seatId: 'A1' }),
    says: ({ ana }) => `It is held by ${ana.purchaseId}`,
    also: ['SEAT_WITHOUT_PURCHASE'],
  },
  {
    item: 'SEAT_WITHOUT_PURCHASE',
    what: 'a seat that a cancelled purchase holds',
    kind: 'reserved',
    tamper: ({ set, show, cid }) => set('seats', seatKey(show, 'A4'), { heldBy: refOf(cid) }),
    ids: ({ cid }) => ({ seatId: 'A4', ...idsOf(cid) }),
    says: () => 'held by the CANCELLED purchase',
    also: ['SEATS_FREE'],
  },
  change(
    'SEAT_WITHOUT_PURCHASE',
    'a seat that no purchase holds',
    'A6',
    { heldBy: purchaseRef('zoe', 'P#nothing') },
    { ids: () => ({ seatId: 'A6', userId: 'zoe' }), also: ['SEATS_FREE'] },
  ),
];
