import { known } from '@willcall/contracts';
import type { JournalEntry, PostedPurchase } from '../journal/journal-entry.ts';
import { purchaseRef, shardKeys } from '../keys.ts';
import type { ShowAndStock } from '../stock/show-and-stock.ts';
import type { AuditItemName } from './audit-items.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import type { JournalFacts, Listing } from './journal-facts.ts';
import { nameEntry } from './read-audited-journal.ts';
import type { RecordedPurchase, SaleFacts } from './sale-facts.ts';
import { addTaken, type Taken } from './taken.ts';

/** A difference, and the `purchaseRef` of the purchase to read again. */
export type ListingDifference = AuditDifference & { readonly ref: string };

export const omitRef = ({ ref: _, ...difference }: ListingDifference): AuditDifference =>
  difference;

type Records = SaleFacts['records'];
export type ReadRecords = Pick<SaleFacts, 'records' | 'unreadable'>;

/**
 * Finds contradictions between the entries that list purchases and the records of these. The two are
 * read at different times.
 */
export function compareListings(
  listings: JournalFacts['listings'],
  { records, unreadable }: ReadRecords,
): ListingDifference[] {
  const listed = [...listings].flatMap(([ref, listing]) =>
    unreadable.has(ref) ? [] : compareListing(ref, listing, records.get(ref)),
  );
  const unlisted = [...records].flatMap(([ref, record]) => {
    const isListed = (listings.get(ref)?.sales.length ?? 0) > 0;
    return isListed || record.otherShow !== undefined || !wasSold(record)
      ? []
      : describe('JOURNAL_UNLISTED', ref, record, [
          `is stored as ${ref} and was sold, but no entry sells it`,
        ]);
  });
  return [...listed, ...unlisted];
}

/** Only a sold purchase has a total. */
const wasSold = ({ status, total }: Pick<RecordedPurchase, 'status' | 'total'>): boolean =>
  status === 'CONFIRMED' || (status === 'CANCELLED' && total !== undefined);

function compareListing(
  ref: string,
  listing: Listing,
  record: RecordedPurchase | undefined,
): ListingDifference[] {
  const { sales, returns } = listing;
  const entries = [...sales, ...returns].map(({ entry }) => entry).join(' and ');
  const repeated = [sales, returns].some((listed) => listed.length > 1);
  const twice = repeated
    ? describe('JOURNAL_LISTED_TWICE', ref, record ?? listing, [
        `is sold ${sales.length} times and returned ${returns.length} times, in the entries ${entries}`,
      ])
    : [];
  if (record === undefined) {
    const fault = `is listed in ${entries}, but does not exist as ${ref}`;
    return [...twice, ...describe('JOURNAL_PURCHASE_MISSING', ref, listing, [fault])];
  }
  return [
    ...twice,
    ...describe('JOURNAL_PURCHASE', ref, record, findContentFaults(listing, record)),
    ...describe('JOURNAL_RETURN', ref, record, findReturnFaults(listing, record)),
  ];
}

function findContentFaults(
  { sales, returns }: Listing,
  { otherShow, status, quantity, total }: RecordedPurchase,
): string[] {
  if (otherShow !== undefined) return [`is of show ${otherShow}, but this show's journal lists it`];
  if (!wasSold({ status, total })) return [`is ${status}, but an entry lists it as sold`];
  return [...sales, ...returns].flatMap((listed) => [
    ...(listed.quantity === quantity
      ? []
      : [`has ${quantity ?? 'no'} tickets, but entry ${listed.entry} lists ${listed.quantity}`]),
    ...(listed.total === total
      ? []
      : [
          `has ${total === undefined ? 'no total' : `a total of ${total}`}, but entry ${listed.entry} lists ${listed.total}`,
        ]),
  ]);
}

function findReturnFaults({ returns }: Listing, record: RecordedPurchase): string[] {
  if (record.otherShow !== undefined || !wasSold(record)) return [];
  const isReturned = returns.length > 0;
  if (isReturned && record.status === 'CONFIRMED')
    return [`is CONFIRMED, but entry ${returns[0]?.entry} returns it`];
  if (!isReturned && record.status === 'CANCELLED')
    return ['is CANCELLED after its sale, but no entry returns it'];
  return [];
}

const describe = (
  code: AuditItemName,
  ref: string,
  { userId, purchaseId }: { readonly userId: string; readonly purchaseId?: string },
  faults: readonly string[],
): ListingDifference[] =>
  describeFaults(code, `Purchase ${purchaseId ?? `of ${userId}`}`, faults, {
    ...(purchaseId === undefined ? {} : { purchaseId }),
    userId,
  }).map((difference) => ({ ...difference, ref }));

/**
 * Finds the purchases of an entry that took their tickets from other shards than it posts to. A
 * purchase's revenue belongs to its first shard. Purchases that cannot be compared are reported as
 * such elsewhere.
 */
export function compareShards(entry: JournalEntry, records: Records): AuditDifference[] {
  const { kind, postings, purchases } = entry;
  const sign = kind === 'RETURN' ? -1 : 1;
  const froms = purchases.map(
    ({ userId, recordKey }) => records.get(purchaseRef(userId, recordKey))?.from,
  );
  const taken: Taken = new Map();
  for (const [index, { total }] of purchases.entries()) {
    const from = froms[index];
    if (from === undefined) return [];
    addTaken(taken, from, total);
  }
  const posted = new Map(postings.map((posting) => [posting.shard, posting]));
  const wrong = [...new Set([...taken.keys(), ...posted.keys()])].filter((shard) => {
    const { sold = 0, revenue = 0 } = taken.get(shard) ?? {};
    const posting = posted.get(shard);
    return posting?.sold !== sign * sold || posting.revenue !== sign * revenue;
  });
  if (wrong.length === 0) return [];
  const fits = ({ quantity }: PostedPurchase, from: From = []) =>
    from.every(([shard]) => posted.has(shard)) &&
    from.reduce((sum, [, tickets]) => sum + tickets, 0) === quantity;
  const isOdd = (purchase: PostedPurchase, index: number) => !fits(purchase, froms[index]);
  const isInWrong = (_: PostedPurchase, index: number) =>
    froms[index]?.some(([shard]) => wrong.includes(shard)) === true;
  const concerned = purchases.some(isOdd) ? isOdd : isInWrong;
  return purchases.flatMap((purchase, index) => {
    if (!concerned(purchase, index)) return [];
    const { userId, recordKey } = purchase;
    const { purchaseId } = known(records.get(purchaseRef(userId, recordKey)), 'record');
    const took = froms[index]?.map(([shard, tickets]) => `${tickets} from shard ${shard}`);
    const fault = `took ${took?.join(', ')}, but entry ${nameEntry(entry)} posts something else to shard ${wrong.join(' and ')}`;
    const ids = { purchaseId, userId };
    return describeFaults('JOURNAL_FROM', `Purchase ${purchaseId}`, [fault], ids);
  });
}

type From = NonNullable<RecordedPurchase['from']>;

const counters = [
  ['JOURNAL_AVAILABLE', 'available'],
  ['JOURNAL_SOLD', 'sold'],
  ['JOURNAL_REVENUE', 'revenue'],
] as const;

/** Compares each shard's counters with the sum of its postings. The sale must not move meanwhile. */
export const comparePosted = (
  { show, stock }: ShowAndStock,
  posted: JournalFacts['posted'],
): AuditDifference[] =>
  shardKeys(show).flatMap((key, shard) =>
    counters.flatMap(([code, counter]) => {
      const counted = stock[shard]?.[counter];
      const sum = posted.get(shard)?.[counter] ?? 0;
      if (counted === sum) return [];
      const message = `Stock shard ${key} has ${counter} = ${counted}, but its entries add up to ${sum}.`;
      return [{ code, message }];
    }),
  );
