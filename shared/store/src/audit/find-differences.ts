import type { AuditedSeat } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import {
  compareListings,
  comparePosted,
  type ListingDifference,
  omitRef,
} from './journal-differences.ts';
import { findLedgerDifferences } from './ledger-differences.ts';
import type { Books } from './read-books.ts';
import type { SaleFacts } from './sale-facts.ts';
import {
  compareSeatCounts,
  findHoldDifferences,
  findSeatDifferences,
  findSeatTotalDifferences,
} from './seat-differences.ts';
import { compareCounters, sumCounter } from './stock-differences.ts';

/** Everything that an audit reads of a sale. */
type SaleBooks = {
  /** The show and its stock before and after the records were read. */
  readonly before: Books;
  readonly after: Books;
  readonly seats: readonly AuditedSeat[];
  readonly facts: SaleFacts;
};

type Found = {
  readonly differences: readonly AuditDifference[];
  /** Differences between records that were read at different times, and may have changed since. */
  readonly suspicions: readonly AuditDifference[];
  /** Suspicions about purchases that the journal lists, or should list. */
  readonly listings: readonly ListingDifference[];
};

/**
 * A query of the journal may miss an entry whose purchase was just read, or find one whose purchase was
 * not, for milliseconds after the commit. An entry may also return a purchase after it was read.
 */
const unsettled: readonly AuditDifference['code'][] = [
  'JOURNAL_PURCHASE_MISSING',
  'JOURNAL_RETURN',
  'JOURNAL_HOLD',
  'JOURNAL_UNLISTED',
];

/**
 * Finds all contradictions between the records of a show. Empty if they agree.
 *
 * What one record contradicts is certain. Sums are compared only if the stock stood still. What two
 * records contradict is certain if the stock stood still, and else only suspicious. The last purchase
 * of a ledger may be a refusal, which does not move the stock, so it is always only suspicious, and so is
 * what is missing in the journal or in a record.
 */
export function findDifferences({ before, after, seats, facts }: SaleBooks): Found {
  const { show, stock, isWhole } = after;
  const hasMoved = hasStockMoved(before, after);
  const hasNewPrice = before.show.priceVersion !== show.priceVersion;
  const single = [
    ...facts.differences,
    ...findSeatDifferences(show, seats),
    ...findSeatTotalDifferences(show, seats, facts.totals),
  ].filter(({ code }) => code !== 'PURCHASE_TOTAL' || !hasNewPrice);
  const sums =
    hasMoved || !isWhole
      ? []
      : [
          ...comparePosted(after, facts.journal.posted),
          ...compareCounters(after, facts),
          ...compareSeatCounts(show, seats, sumCounter(stock, 'available')),
        ];
  const pairs = [
    ...(show.seating === 'RESERVED' ? findHoldDifferences({ seats, facts }) : []),
    ...findLedgerDifferences(show, facts.buyers),
  ];
  const listings = compareListings(facts.journal.listings, facts);
  const isUnsettled = ({ code }: AuditDifference) => unsettled.includes(code);
  const isSuspicion = ({ code }: AuditDifference) => hasMoved || code === 'LEDGER_LAST';
  return {
    differences: [
      ...(hasMoved ? [stockMoved] : []),
      ...after.differences,
      ...sums,
      ...single,
      ...listings.filter((listing) => !isUnsettled(listing)).map(omitRef),
      ...pairs.filter((pair) => !isSuspicion(pair)),
    ],
    suspicions: pairs.filter(isSuspicion),
    listings: listings.filter(isUnsettled),
  };
}

const stockMoved: AuditDifference = {
  code: 'STOCK_MOVED',
  message:
    'The stock changed while the purchases were read, so sums were not compared. Run the audit again when there are fewer sales.',
};

/**
 * A sale and a return between the two reads can leave the counters of a shard unchanged, but not its
 * `returns`. Those of the show also count changes of its capacity.
 */
const hasStockMoved = (before: Books, after: Books): boolean =>
  before.show.returns !== after.show.returns ||
  before.show.capacity !== after.show.capacity ||
  before.stock.length !== after.stock.length ||
  after.stock.some(({ available, held, sold, returns }, index) => {
    const earlier = before.stock[index];
    if (earlier?.available !== available || earlier.held !== held) return true;
    return earlier.sold !== sold || earlier.returns !== returns;
  });
