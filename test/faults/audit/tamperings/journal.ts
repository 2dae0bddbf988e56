import type { PurchaseRecord } from '@willcall/store';
import type { SoundBooks } from '../../../support/audit/sound-books.ts';
import {
  entryKeyOf,
  idsOf,
  keyOf,
  moveItem,
  readEntry,
  type StoredEntry,
  shardOf,
  type Tampering,
} from '../../../support/audit/tampering.ts';

const AT = '2026-01-01T00:00:00.000Z';

type Buyer = 'ana' | 'ben' | 'cid';

const changeEntry = async (
  books: SoundBooks,
  entry: StoredEntry,
  fields: Readonly<Record<string, unknown>>,
) => books.set('journal', entryKeyOf(entry), fields);

/** A tampering with the entry that sells tickets to Ana. */
const changeSale = (
  item: Tampering['item'],
  what: string,
  change: (entry: StoredEntry, books: SoundBooks) => Readonly<Record<string, unknown>>,
  more: Partial<Tampering> = {},
): Tampering => ({
  item,
  what,
  tamper: async (books) => {
    const entry = await readEntry(books, 'SALE', books.ana);
    await changeEntry(books, entry, change(entry, books));
  },
  ...more,
});

const removeEntry = async (books: SoundBooks, kind: 'SALE' | 'RETURN' | 'SETTLE', buyer: Buyer) =>
  books.remove('journal', entryKeyOf(await readEntry(books, kind, books[buyer])));

/** Adds to the counters in the postings of an entry. */
const addToPostings = ({ postings }: StoredEntry, by: readonly [number, number, number]) => ({
  postings: postings.map(([shard = 0, ...counters], index) => [
    shard,
    ...counters.map((counter, nth) => counter + (index === 0 ? (by[nth] ?? 0) : 0)),
  ]),
});

/** A purchase as entries pack it. */
const pack = ({ recordKey, quantity = 0, total, userId }: PurchaseRecord) =>
  `${recordKey.slice('P#'.length)}${quantity}${(total?.amount ?? 0).toString(36)} ${userId}`;

const ofAna: Pick<Tampering, 'ids'> = { ids: ({ ana }) => idsOf(ana) };
const sums = ['JOURNAL_AVAILABLE', 'JOURNAL_SOLD', 'JOURNAL_REVENUE'] as const;
/** Without the entry, nothing names the purchase. */
const counters = ['SOLD_COUNTER', 'REVENUE_COUNTER'] as const;

export const journalTamperings: readonly Tampering[] = [
  {
    item: 'JOURNAL_AVAILABLE',
    what: 'a ticket of the first stock that its shard never had',
    tamper: async (books) => {
      const layout = await readEntry(books, 'LAYOUT');
      await changeEntry(books, layout, addToPostings(layout, [1, 0, 0]));
    },
    says: (books) => `Stock shard ${shardOf(books, 0).bucketKey} has available =`,
  },
  {
    item: 'JOURNAL_SOLD',
    what: 'a sale whose entry was deleted, by the sums',
    tamper: (books) => removeEntry(books, 'SALE', 'ana'),
    says: () => 'but its entries add up to',
    also: [...sums, 'JOURNAL_UNLISTED'],
    ofShow: [...sums, ...counters],
  },
  changeSale(
    'JOURNAL_REVENUE',
    'revenue that an entry posts and no purchase paid',
    (entry) => addToPostings(entry, [0, 0, 1]),
    { also: ['JOURNAL_ENTRY', 'JOURNAL_FROM'] },
  ),
  changeSale('JOURNAL_UNREADABLE', 'an entry of an unknown kind', () => ({ kind: 'GIFT' }), {
    says: () => 'cannot be read: kind (table journal, bucketKey',
    also: [...sums, 'JOURNAL_UNLISTED'],
    ofShow: ['JOURNAL_UNREADABLE', ...sums, ...counters],
  }),
  changeSale(
    'JOURNAL_UNREADABLE',
    'an entry with a purchase that cannot be unpacked',
    () => ({ purchases: ['ana'] }),
    {
      says: () => 'cannot be read: purchases.0',
      also: [...sums, 'JOURNAL_UNLISTED'],
      ofShow: ['JOURNAL_UNREADABLE', ...sums, ...counters],
    },
  ),
  {
    item: 'JOURNAL_KEY',
    what: 'an entry in the partition of another shard',
    tamper: async (books) => {
      const entry = await readEntry(books, 'SALE', books.ana);
      const { bucketKey } = shardOf(books, entry.postings[0]?.[0] === 0 ? 1 : 0);
      await moveItem(books, 'journal', entryKeyOf(entry), { bucketKey });
    },
    says: () => 'but its first shard gives',
  },
  {
    item: 'JOURNAL_KEY',
    what: 'an entry in the partition of a shard that the show does not have',
    tamper: async (books) => {
      const entry = await readEntry(books, 'SALE', books.ana);
      await moveItem(books, 'journal', entryKeyOf(entry), shardOf(books, 7));
    },
    says: (books) => `is stored under ${shardOf(books, 7).bucketKey}`,
    ofShow: [...sums, ...counters],
  },
  changeSale(
    'JOURNAL_KEY',
    'an entry that posts to a shard that the show does not have',
    ({ postings }) => ({ postings: [...postings, [7, 0, 0, 0]] }),
    { says: () => 'posts to shard 7' },
  ),
  changeSale(
    'JOURNAL_ENTRY',
    'a sale that is stored as a change of the capacity',
    () => ({ kind: 'CAPACITY' }),
    { says: () => 'is of kind CAPACITY, but lists 1 purchases' },
  ),
  changeSale(
    'JOURNAL_PURCHASE',
    'an entry that lists fewer tickets than its purchase has',
    (_, { ana }) => ({ purchases: [pack({ ...ana, quantity: 1 })] }),
    { ...ofAna, says: () => 'has 2 tickets, but entry', also: ['JOURNAL_ENTRY'] },
  ),
  changeSale(
    'JOURNAL_PURCHASE',
    'an entry that lists a purchase that was refused',
    ({ purchases }, { dan }) => ({ purchases: [...purchases, pack(dan)] }),
    { ids: ({ dan }) => idsOf(dan), says: () => 'is REJECTED', also: ['JOURNAL_ENTRY'] },
  ),
  {
    item: 'JOURNAL_PURCHASE',
    what: 'a purchase that was given to another show',
    tamper: ({ set, ana }) => set('purchases', keyOf(ana), { showId: 'another' }),
    ...ofAna,
    says: () => 'is of show another',
    also: [...counters, 'REMINDER_WITHOUT_PURCHASE'],
    ofShow: ['JOURNAL_PURCHASE', ...counters],
  },
  {
    item: 'JOURNAL_PURCHASE_MISSING',
    what: 'a purchase that an entry lists and that does not exist',
    tamper: ({ remove, ben }) => remove('purchases', keyOf(ben)),
    ids: () => ({ userId: 'ben' }),
    says: ({ ben }) => `but does not exist as 3#ben#${ben.recordKey}`,
    also: [...counters, 'REMINDER_WITHOUT_PURCHASE'],
    ofShow: ['JOURNAL_PURCHASE_MISSING', ...counters],
  },
  changeSale(
    'JOURNAL_LISTED_TWICE',
    'a purchase that an entry lists twice',
    ({ purchases }) => ({ purchases: [...purchases, ...purchases] }),
    { ...ofAna, also: ['JOURNAL_ENTRY', 'JOURNAL_FROM'] },
  ),
  {
    item: 'JOURNAL_LISTED_TWICE',
    what: 'a purchase that two entries sell',
    tamper: async (books) => {
      const entry = await readEntry(books, 'SALE', books.ana);
      await books.put('journal', { ...entry, entryKey: `${AT}#copied` });
    },
    ...ofAna,
    says: () => `${AT}#copied`,
    also: sums,
  },
  {
    item: 'JOURNAL_RETURN',
    what: 'a return whose entry was deleted',
    tamper: (books) => removeEntry(books, 'RETURN', 'cid'),
    ids: ({ cid }) => idsOf(cid),
    says: () => 'no entry returns it',
    also: sums,
  },
  {
    item: 'JOURNAL_RETURN',
    what: 'an entry that returns the tickets of a confirmed purchase',
    tamper: async (books) => {
      const sold = await readEntry(books, 'SALE', books.ana);
      const postings = sold.postings.map(([shard, ...by]) => [shard, ...by.map((n) => 0 - n)]);
      await books.put('journal', { ...sold, kind: 'RETURN', postings, entryKey: `${AT}#return` });
    },
    ...ofAna,
    says: () => 'is CONFIRMED, but entry',
    also: sums,
  },
  {
    item: 'JOURNAL_RETURN',
    what: 'a purchase that was cancelled without returning its tickets',
    tamper: ({ set, ana }) =>
      set('purchases', keyOf(ana), { status: 'CANCELLED', cancelledAt: new Date().toISOString() }),
    ...ofAna,
    also: [...counters, 'RETURNS_COUNTER', 'REMINDER_WITHOUT_PURCHASE'],
  },
  {
    item: 'JOURNAL_HELD',
    what: 'a payment whose entry was deleted, by the sums',
    kind: 'paid',
    tamper: (books) => removeEntry(books, 'SETTLE', 'ana'),
    says: () => 'but its entries add up to',
    also: ['JOURNAL_SOLD', 'JOURNAL_REVENUE', 'JOURNAL_HOLD'],
  },
  {
    item: 'JOURNAL_HOLD',
    what: 'a purchase that says that it was paid late, and was paid in time',
    kind: 'paid',
    tamper: ({ set, ana }) => set('purchases', keyOf(ana), { heldFrom: ana.from }),
    ...ofAna,
    says: () => 'is CONFIRMED after the entries HOLD, RELEASE, SALE, but is listed by HOLD, SETTLE',
  },
  {
    item: 'JOURNAL_FROM',
    what: 'a purchase whose tickets are from another shard than its entry says',
    tamper: ({ set, ana }) => {
      const other = ana.from?.[0]?.[0] === 0 ? 1 : 0;
      return set('purchases', keyOf(ana), { from: [[other, 2]] });
    },
    ...ofAna,
    says: () => 'took 2 from shard',
    also: counters,
  },
  {
    item: 'JOURNAL_UNLISTED',
    what: 'a sale whose entry was hidden in that of the first stock',
    tamper: async (books) => {
      const { postings, ...sold } = await readEntry(books, 'SALE', books.ana);
      const [shard, ...by] = postings[0] ?? [];
      await books.remove('journal', entryKeyOf(sold));
      const layout = await readEntry(books, 'LAYOUT');
      const hidden = layout.postings.map(([of, ...counters]) => [
        of,
        ...counters.map((counter, nth) => counter + (of === shard ? (by[nth] ?? 0) : 0)),
      ]);
      await changeEntry(books, layout, { postings: hidden });
    },
    ...ofAna,
    also: ['JOURNAL_ENTRY'],
    ofShow: ['JOURNAL_ENTRY', ...counters],
  },
];
