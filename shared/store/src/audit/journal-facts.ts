import {
  type JournalEntry,
  movementOf,
  movesTickets,
  type PostedPurchase,
} from '../journal/journal-entry.ts';
import { purchaseRef, type ShardedShow, shardKey } from '../keys.ts';
import type { ShardCounters } from '../stock/stock-shards.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import { nameEntry } from './read-audited-journal.ts';

/** The entries that list a purchase. Normally there is at most one of each kind. */
export type Listing = Pick<PostedPurchase, 'userId' | 'recordKey'> & {
  readonly entries: readonly ListedIn[];
};
type ListedIn = Pick<PostedPurchase, 'quantity' | 'total'> & {
  readonly kind: JournalEntry['kind'];
  readonly entry: string;
};

/** What an audit keeps of a journal. */
export type JournalFacts = {
  /** The sums of the postings, by shard. */
  readonly posted: ReadonlyMap<number, ShardCounters>;
  /** By `purchaseRef`. */
  readonly listings: ReadonlyMap<string, Listing>;
  /** The entries of purchases that an earlier entry took from the stock. Their records may be read later. */
  readonly later: readonly JournalEntry[];
  /** Contradictions within single entries, and entries that cannot be read. */
  readonly differences: readonly AuditDifference[];
};

/** Collects facts from the entries of a show, one at a time. */
export function collectJournal(show: ShardedShow): JournalCollector {
  const posted = new Map<number, ShardCounters>();
  const listings = new Map<string, Listing>();
  const later: JournalEntry[] = [];
  const differences: AuditDifference[] = [];

  const list = (entry: JournalEntry, purchase: PostedPurchase): void => {
    const { userId, recordKey, quantity, total } = purchase;
    const ref = purchaseRef(userId, recordKey);
    const { entries } = listings.get(ref) ?? { entries: [] };
    const listed = { kind: entry.kind, quantity, total, entry: nameEntry(entry) };
    listings.set(ref, { userId, recordKey, entries: [...entries, listed] });
  };
  return {
    add: (entry) => {
      for (const posting of entry.postings) {
        posted.set(posting.shard, addCounters(posted.get(posting.shard), posting));
      }
      for (const purchase of entry.purchases) list(entry, purchase);
      if (entry.purchases.length > 0 && !takesTickets(entry)) later.push(entry);
      differences.push(...findEntryDifferences(show, entry));
    },
    report: (unreadable) => void differences.push(...unreadable),
    facts: { posted, listings, later, differences },
  };
}

/** Whether an entry takes the tickets of its purchases from the available ones. */
export const takesTickets = ({ kind }: Pick<JournalEntry, 'kind'>): boolean =>
  kind === 'SALE' || kind === 'HOLD';

type JournalCollector = {
  add(entry: JournalEntry): void;
  /** Adds differences of entries that cannot be read. */
  report(unreadable: readonly AuditDifference[]): void;
  /** They grow with each entry. */
  readonly facts: JournalFacts;
};

const none: ShardCounters = { available: 0, held: 0, sold: 0, revenue: 0 };

/** Adds counters of a shard. */
const addCounters = (
  sum: ShardCounters = none,
  { available, held, sold, revenue }: ShardCounters,
): ShardCounters => ({
  available: sum.available + available,
  held: sum.held + held,
  sold: sum.sold + sold,
  revenue: sum.revenue + revenue,
});

function findEntryDifferences(show: ShardedShow, entry: JournalEntry): AuditDifference[] {
  const subject = `Entry ${nameEntry(entry)}`;
  return [
    ...describeFaults('JOURNAL_KEY', subject, findKeyFaults(show, entry)),
    ...describeFaults('JOURNAL_ENTRY', subject, findSumFaults(entry)),
  ];
}

function findKeyFaults(
  { showId, buckets }: ShardedShow,
  { bucketKey, postings }: JournalEntry,
): string[] {
  const shards = postings.map(({ shard }) => shard);
  const [first = 0] = shards;
  const key = shardKey(showId, first);
  return [
    ...(bucketKey === key
      ? []
      : [`is stored under ${bucketKey}, but its first shard gives ${key}`]),
    ...shards
      .filter((shard) => shard >= buckets)
      .map((shard) => `posts to shard ${shard}, which the show does not have`),
    ...shards
      .filter((shard, index) => shards.indexOf(shard) !== index)
      .map((shard) => `posts to shard ${shard} twice`),
  ];
}

function findSumFaults({ kind, postings, purchases }: JournalEntry): string[] {
  const posted = postings.reduce(addCounters, none);
  if (!movesTickets(kind)) {
    const { held, sold, revenue } = posted;
    const faults = sold === 0 && revenue === 0 ? [] : [`sells ${sold} tickets for ${revenue}`];
    if (held !== 0) faults.push(`holds ${held} tickets`);
    if (purchases.length > 0) faults.push(`lists ${purchases.length} purchases`);
    return faults.map((fault) => `is of kind ${kind}, but ${fault}`);
  }
  const expected = purchases
    .map(({ quantity, total }) => {
      const { available, held, sold } = movementOf(kind, total);
      const tickets = { available: available * quantity, held: held * quantity };
      return { ...tickets, sold: sold * quantity, revenue: sold * total };
    })
    .reduce(addCounters, none);
  const faults: string[] = [];
  if (describeTickets(posted) !== describeTickets(expected)) {
    const difference = `${describeTickets(posted)}, but its purchases give ${describeTickets(expected)}`;
    faults.push(`posts ${difference}`);
  } else if (postings.some(({ available, held, sold }) => available + held + sold !== 0))
    faults.push('gives tickets to other shards than it takes them from');
  if (posted.revenue !== expected.revenue)
    faults.push(`posts revenue ${posted.revenue}, but its purchases give ${expected.revenue}`);
  return faults;
}

const describeTickets = ({ available, held, sold }: ShardCounters): string =>
  `available ${available}, held ${held} and sold ${sold}`;
