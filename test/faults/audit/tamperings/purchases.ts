import { purchaseReminderKey } from '@willcall/domain';
import { purchaseRecordKey } from '@willcall/store';
import type { SoundBooks } from '../../../support/audit/sound-books.ts';
import {
  addToShard,
  changing,
  countAsSold,
  firstShardOf,
  idsOf,
  keyOf,
  moveItem,
  showKey,
  type Tampering,
} from '../../../support/audit/tampering.ts';

/** After the purchases, and before the audit. */
const AT = new Date(Date.now() + 30 * 60_000).toISOString();
const BEFORE = '2001-01-01T00:00:00.000Z';
const IN_2098 = '2098-01-01T00:00:00.000Z';
const OTHER_KEY = purchaseRecordKey('AAAAAAAAAAAAAAAA');
const USD = { amount: 3198, currency: 'USD' };

/** The lane of the reminder that Ana's purchase would have as a purchase of another buyer. */
const laneOf = ({ show, ana: { recordKey } }: SoundBooks, userId: string) =>
  purchaseReminderKey(show, { userId, recordKey }).split('#')[1];

/** A tampering that changes fields of Ana's purchase, or of Dan's, which was refused. */
const change = (
  item: Tampering['item'],
  what: string,
  fields: Readonly<Record<string, unknown>>,
  { of = 'ana', ...more }: Partial<Tampering> & { readonly of?: 'ana' | 'cid' | 'dan' } = {},
): Tampering =>
  changing('purchases', (books) => keyOf(books[of]), { ids: (books) => idsOf(books[of]) })(
    item,
    what,
    fields,
    more,
  );

/** No entry lists a refusal. */
const refused = { of: 'dan', ofShow: [] } as const;
const posted = ['JOURNAL_AVAILABLE', 'JOURNAL_SOLD', 'JOURNAL_REVENUE'] as const;
/** Where the journal expects the purchase, there is none, and the journal does not say where it is. */
const moved = [
  'JOURNAL_PURCHASE_MISSING',
  'JOURNAL_UNLISTED',
  'REMINDER_MISSING',
  'REMINDER_WITHOUT_PURCHASE',
] as const;
const lost = ['JOURNAL_PURCHASE_MISSING', 'SOLD_COUNTER', 'REVENUE_COUNTER'] as const;

export const purchaseTamperings: readonly Tampering[] = [
  change(
    'PURCHASE_UNREADABLE',
    'a purchase with a holder that cannot be read',
    { holder: 'Ana' },
    { says: ({ ana }) => `holder (table purchases, userId ana, recordKey ${ana.recordKey})` },
  ),
  change(
    'PURCHASE_UNREADABLE',
    'a purchase with an unreadable total',
    { total: 'x' },
    {
      also: ['SOLD_COUNTER', 'REVENUE_COUNTER', 'REMINDER_WITHOUT_PURCHASE'],
      ofShow: ['PURCHASE_UNREADABLE', 'SOLD_COUNTER', 'REVENUE_COUNTER'],
    },
  ),
  {
    item: 'PURCHASE_KEY',
    what: "a purchase whose record's key is not that of its id",
    tamper: (books) => moveItem(books, 'purchases', keyOf(books.ana), { recordKey: OTHER_KEY }),
    ids: ({ ana }) => idsOf(ana),
    says: () => OTHER_KEY,
    also: moved,
    ofShow: lost,
  },
  {
    item: 'PURCHASE_KEY',
    what: 'a purchase that was moved to another buyer, by its reminder',
    tamper: (books) => {
      const isOtherLane = (userId: string) =>
        laneOf(books, userId) !== laneOf(books, books.ana.userId);
      const userId = ['zoe', 'yve', 'xia', 'wim', 'val', 'uma'].find(isOtherLane);
      return moveItem(books, 'purchases', keyOf(books.ana), { userId });
    },
    ids: ({ ana }) => ({ purchaseId: ana.purchaseId }),
    also: moved,
    ofShow: lost,
  },
  change(
    'PURCHASE_KEY',
    'a purchase with an id that is none',
    { purchaseId: 'none' },
    {
      ids: () => ({ purchaseId: 'none', userId: 'ana' }),
      also: ['PURCHASE_UNREADABLE'],
    },
  ),
  {
    item: 'PURCHASE_DUPLICATE',
    what: 'a purchase that was copied to another buyer, with the counters raised',
    tamper: async (books) => {
      const item = await books.read('purchases', keyOf(books.ana));
      const shard = await countAsSold(books, 2, 3198);
      const from = [[shard, 2]];
      await books.put('purchases', { ...item, from, userId: 'eve', reminder: undefined });
    },
    ids: ({ ana }) => ({ purchaseId: ana.purchaseId }),
    says: () => 'eve',
    also: [...posted, 'JOURNAL_UNLISTED', 'REMINDER_MISSING'],
    ofShow: [...posted, 'SOLD_COUNTER', 'REVENUE_COUNTER'],
  },
  change(
    'PURCHASE_TICKETS',
    'a purchase of seats with too few of them',
    { seats: ['A1'] },
    {
      kind: 'reserved',
      also: ['SEAT_WITHOUT_PURCHASE'],
    },
  ),
  change('PURCHASE_TICKETS', 'seats of a show without reserved seating', { seats: ['A1', 'A2'] }),
  change(
    'PURCHASE_TOTAL',
    'a quantity that the total does not pay for',
    { quantity: 1 },
    {
      says: () => 'has a total of 3198, but 1 tickets at 1599 cost 1599',
      also: ['PURCHASE_TICKETS', 'JOURNAL_PURCHASE'],
    },
  ),
  change('PURCHASE_TOTAL', 'a total in another currency', { total: USD }),
  {
    item: 'PURCHASE_TOTAL',
    what: 'a total that is not that of equal tickets, after a change of the price',
    tamper: async (books) => {
      await books.set('shows', showKey(books), { priceVersion: 1 });
      await books.set('purchases', keyOf(books.ana), { total: { amount: 3199, currency: 'EUR' } });
      await addToShard(books, firstShardOf(books.ana), { revenue: 1 });
    },
    ids: ({ ana }) => idsOf(ana),
    also: ['JOURNAL_PURCHASE', 'JOURNAL_REVENUE'],
  },
  {
    item: 'PURCHASE_TOTAL',
    what: 'a total that is not the price of the seats',
    kind: 'reserved',
    tamper: async (books) => {
      await books.set('purchases', keyOf(books.ana), { total: { amount: 1, currency: 'EUR' } });
      await addToShard(books, firstShardOf(books.ana), { revenue: 1 - 3198 });
    },
    ids: ({ ana }) => idsOf(ana),
    says: () => 'its seats cost 3198',
    also: ['JOURNAL_PURCHASE', 'JOURNAL_REVENUE'],
  },
  change('PURCHASE_STATE', 'a reason of a confirmed purchase', { reason: 'SOLD_OUT' }),
  change('PURCHASE_STATE', 'refused seats of a confirmed purchase', { refusedSeats: ['A1'] }),
  change(
    'PURCHASE_STATE',
    'a confirmed purchase that was cancelled',
    { cancelledAt: AT },
    { says: () => 'is CONFIRMED and has the field cancelledAt' },
  ),
  change('PURCHASE_STATE', 'a paid purchase without a card', { card: undefined }),
  change('PURCHASE_STATE', 'a confirmed purchase without a holder', { holder: undefined }),
  change('PURCHASE_STATE', 'a refusal without a reason', { reason: undefined }, refused),
  change('PURCHASE_STATE', 'a refusal with a total', { total: USD }, refused),
  change(
    'PURCHASE_STATE',
    'a refusal with a price that did not change',
    { currentTotal: USD },
    { ...refused, says: () => 'has the field currentTotal, but its reason is SOLD_OUT' },
  ),
  change(
    'PURCHASE_STATE',
    'tickets left of a refusal for another reason',
    { reason: 'PRICE_CHANGED', currentTotal: USD },
    { ...refused, says: () => 'has the field ticketsLeft, but its reason is PRICE_CHANGED' },
  ),
  change(
    'PURCHASE_STATE',
    'a failed purchase with a reason',
    { status: 'FAILED' },
    { ...refused, says: () => 'is FAILED and has the field reason' },
  ),
  change(
    'PURCHASE_STATE',
    'a cancelled purchase without a time of its cancellation',
    { cancelledAt: undefined },
    { of: 'cid' },
  ),
  change(
    'PURCHASE_ERASED',
    'an erased purchase with a holder',
    { erasedAt: AT },
    { says: () => 'but has the field holder' },
  ),
  change(
    'PURCHASE_TIMES',
    'a decision before the request',
    { requestedAt: AT },
    { says: () => 'has decidedAt' },
  ),
  change(
    'PURCHASE_TIMES',
    'a cancellation before the decision',
    { cancelledAt: BEFORE },
    { of: 'cid' },
  ),
  change(
    'PURCHASE_TIMES',
    'a purchase that is decided in the future',
    { requestedAt: IN_2098, decidedAt: IN_2098 },
    { says: () => `has decidedAt ${IN_2098} in the future` },
  ),
  {
    item: 'PURCHASE_WITHOUT_SHOW',
    what: 'a confirmed purchase of a show that does not exist',
    tamper: (books) => books.remove('shows', showKey(books)),
    ids: ({ ana }) => idsOf(ana),
    also: ['SHOW_REMOVED'],
  },
];
