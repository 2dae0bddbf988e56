import { changing, shardOf, showKey, type Tampering } from '../../../support/audit/tampering.ts';

const AT = '2026-01-01T00:00:00.000Z';
const euro = (amount: number) => ({ amount, currency: 'EUR' });
const jobKey = (kind: string, showId: string) => ({ showId: `#job#${kind}#${showId}` });

/** A job as the services register it. */
const makeJob = (kind: string, showId: string) => ({
  ...jobKey(kind, showId),
  startMonth: '#jobs',
  startKey: `${AT}#${kind}#${showId}`,
  kind,
  jobShowId: showId,
  changedAt: AT,
  changes: 1,
});

const change = changing('shows', showKey);

export const showTamperings: readonly Tampering[] = [
  change(
    'SHOW_KEYS',
    'a show in the list of another month',
    { startMonth: '2031-01' },
    { says: () => 'the startMonth "2031-01"' },
  ),
  change(
    'SHOW_KEYS',
    'a show in no list',
    { startMonth: undefined, startKey: undefined },
    { says: () => 'no startKey' },
  ),
  change('SHOW_WINDOW', 'a sale that opens after it closes', {
    saleOpensAt: '2099-02-01T00:00:00Z',
    saleClosesAt: '2099-01-01T00:00:00Z',
  }),
  change('SHOW_PAUSE', 'a show that was paused and is on sale', { pausedAt: AT }),
  change('SHOW_PAUSE', 'a show that was resumed and is not on sale', {
    resumedAt: AT,
    onSale: false,
  }),
  change(
    'SHOW_PRICE',
    'a discount that does not follow from the prices',
    {
      priceVersion: 1,
      stampedVersion: 1,
      previousPrice: euro(3198),
      isDiscounted: true,
      discountPercentage: 40,
      lastPriceChangeAt: AT,
    },
    { says: () => 'a discount of 40, but 3198 to 1599 is 50' },
  ),
  change('SHOW_PRICE', 'a discount of no percentage', { isDiscounted: true }),
  change(
    'SHOW_PRICE',
    'a previous price in another currency',
    { previousPrice: { amount: 1, currency: 'USD' } },
    { says: () => 'in USD' },
  ),
  change(
    'SHOW_PRICE',
    'a previous price without a change of the price',
    { previousPrice: euro(2000) },
    { says: () => 'has the previous price 2000, but no stamp of a change' },
  ),
  change('SHOW_PRICE', 'a price that was free and never changed', { paidSince: AT }),
  {
    item: 'SHOW_CALENDAR',
    what: 'a month that the calendar does not have',
    tamper: (books) =>
      books.set('shows', showKey(books), {
        startsAt: '2098-03-01T20:00:00Z',
        startMonth: '2098-03',
        startKey: `2098-03-01T20:00:00.000Z#${books.show.showId}`,
      }),
    says: () => 'the month 2098-03',
    also: ['REMINDER_DUE'],
  },
  change(
    'SHOW_TITLE',
    'a name that the titles do not have',
    { name: 'Macbeth' },
    { says: () => '#title#Macbeth' },
  ),
  {
    item: 'SHOW_TITLE',
    what: 'a title in the wrong place of the list',
    tamper: async (books) => {
      await books.set('shows', showKey(books), { name: 'Lear' });
      await books.put('shows', {
        showId: '#title#Lear',
        title: 'Lear',
        startMonth: '#titles',
        startKey: 'Othello',
      });
    },
    says: () => 'Othello',
  },
  {
    item: 'SHOW_TITLE',
    what: 'a title that counts no show',
    tamper: async (books) => {
      await books.set('shows', showKey(books), { name: 'Tempest' });
      await books.put('shows', {
        showId: '#title#Tempest',
        title: 'Tempest',
        startMonth: '#titles',
        startKey: 'Tempest',
        shows: 0,
      });
    },
    says: () => 'counts 0 shows',
  },
  {
    item: 'SHOW_REMOVED',
    what: 'stock of a show that does not exist',
    tamper: (books) => books.remove('shows', showKey(books)),
    says: (books) => shardOf(books, 1).bucketKey,
    also: ['PURCHASE_WITHOUT_SHOW'],
  },
  change(
    'SHOW_REMOVED',
    'a removed show that is still in the lists',
    { removedAt: AT },
    { says: () => 'is still in the lists', also: ['PURCHASE_WITHOUT_SHOW'] },
  ),
  {
    item: 'SHOW_REMOVED',
    what: 'a settlement of a show that does not exist, and that is not due',
    tamper: (books) => books.remove('shows', showKey(books)),
    says: ({ show }) => `#settlement#${show.showId}`,
    also: ['PURCHASE_WITHOUT_SHOW'],
  },
  {
    item: 'SHOW_REMOVED',
    what: 'seats of a show that does not exist',
    kind: 'reserved',
    tamper: (books) => books.remove('shows', showKey(books)),
    ids: () => ({ seatId: 'A6' }),
    also: ['PURCHASE_WITHOUT_SHOW'],
  },
  {
    item: 'SHOW_REMOVED',
    what: 'a job of a show that does not exist',
    tamper: async (books) => {
      await books.remove('shows', showKey(books));
      await books.put('shows', makeJob('reminders', books.show.showId));
    },
    says: ({ show }) => jobKey('reminders', show.showId).showId,
    also: ['PURCHASE_WITHOUT_SHOW'],
  },
  change(
    'JOB_MISSING',
    'a confirmed purchase of a cancelled show without a job',
    { cancelledAt: AT },
    { says: () => `cancelled at ${AT}` },
  ),
  {
    item: 'JOB_UNFOUNDED',
    what: 'a job that cancels the purchases of a show that is not cancelled',
    tamper: (books) => books.put('shows', makeJob('cancel', books.show.showId)),
    says: ({ show }) => jobKey('cancel', show.showId).showId,
  },
  {
    item: 'JOB_KEYS',
    what: 'a job under the key of another show',
    tamper: (books) =>
      books.put('shows', { ...makeJob('reminders', books.show.showId), jobShowId: 'another' }),
    says: () => 'jobShowId another',
  },
];
