import { known } from '@willcall/contracts';
import {
  type JournalEntry,
  type MovementKind,
  movesTickets,
  type PostedPurchase,
  postPurchases,
} from '../journal/journal-entry.ts';
import { purchaseRef, shardKeys } from '../keys.ts';
import type { ShowAndStock } from '../stock/show-and-stock.ts';
import type { AuditItemName } from './audit-items.ts';
import { type AuditDifference, describeFaults } from './differences.ts';
import type { JournalFacts, Listing } from './journal-facts.ts';
import { nameEntry } from './read-audited-journal.ts';
import type { RecordedPurchase, SaleFacts } from './sale-facts.ts';
import { hasTickets } from './taken.ts';

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
    const isListed = listings.get(ref)?.entries.some(({ kind }) => kind !== 'RETURN') === true;
    return isListed || record.otherShow !== undefined || !hadTickets(record)
      ? []
      : describe('JOURNAL_UNLISTED', ref, record, [
          `is stored as ${ref} and was held or sold, but no entry says so`,
        ]);
  });
  return [...listed, ...unlisted];
}

/** A purchase that was cancelled before its decision has no total. */
const hadTickets = ({ status, total }: Pick<RecordedPurchase, 'status' | 'total'>): boolean =>
  hasTickets({ status }) || status === 'EXPIRED' || (status === 'CANCELLED' && total !== undefined);

/** Whether a purchase was sold, and not only held. */
const wasSold = (record: RecordedPurchase): boolean =>
  hadTickets(record) && record.status !== 'HELD' && record.holdUntil === undefined;

function compareListing(
  ref: string,
  listing: Listing,
  record: RecordedPurchase | undefined,
): ListingDifference[] {
  const entries = listing.entries.map(({ entry }) => entry).join(' and ');
  const twice = [...Map.groupBy(listing.entries, ({ kind }) => kind)].flatMap(([kind, listed]) =>
    listed.length === 1
      ? []
      : describe('JOURNAL_LISTED_TWICE', ref, record ?? listing, [
          `has ${listed.length} entries of kind ${kind}: ${listed.map(({ entry }) => entry).join(' and ')}`,
        ]),
  );
  if (record === undefined) {
    const fault = `is listed in ${entries}, but does not exist as ${ref}`;
    return [...twice, ...describe('JOURNAL_PURCHASE_MISSING', ref, listing, [fault])];
  }
  return [
    ...twice,
    ...describe('JOURNAL_PURCHASE', ref, record, findContentFaults(listing, record)),
    ...describe('JOURNAL_RETURN', ref, record, findReturnFaults(listing, record)),
    ...describe('JOURNAL_HOLD', ref, record, findHoldFaults(listing, record)),
  ];
}

function findContentFaults(
  { entries }: Listing,
  { otherShow, status, quantity, total }: RecordedPurchase,
): string[] {
  if (otherShow !== undefined) return [`is of show ${otherShow}, but this show's journal lists it`];
  if (!hadTickets({ status, total })) return [`is ${status}, but an entry lists it as sold`];
  return entries.flatMap((listed) => [
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

function findReturnFaults({ entries }: Listing, record: RecordedPurchase): string[] {
  if (record.otherShow !== undefined || !wasSold(record)) return [];
  const returned = entries.find(({ kind }) => kind === 'RETURN');
  if (returned !== undefined && record.status === 'CONFIRMED')
    return [`is CONFIRMED, but entry ${returned.entry} returns it`];
  const isReturned = returned !== undefined;
  if (!isReturned && record.status === 'CANCELLED')
    return ['is CANCELLED after its sale, but no entry returns it'];
  return [];
}

/**
 * Compares the entries of a purchase that was held with those that its state tells of. What costs nothing is sold by
 * the entry of the hold.
 */
function findHoldFaults({ entries }: Listing, record: RecordedPurchase): string[] {
  if (record.otherShow !== undefined || !hadTickets(record)) return [];
  const isOfHold = entries.some(({ kind }) => ['HOLD', 'SETTLE', 'RELEASE'].includes(kind));
  if (!isOfHold && !wasHeld(record)) return [];
  const kinds = entries.map(({ kind }) => kind).filter((kind) => kind !== 'RETURN');
  const found = [...new Set(kinds)].toSorted().join(', ');
  const expected = listHoldKinds(record).toSorted().join(', ');
  return found === expected
    ? []
    : [`is ${record.status} after the entries ${expected}, but is listed by ${found || 'none'}`];
}

const wasHeld = ({ holdUntil, paidAt }: RecordedPurchase): boolean =>
  holdUntil !== undefined || paidAt !== undefined;

function listHoldKinds(record: RecordedPurchase): JournalEntry['kind'][] {
  if (record.status === 'HELD' || !wasHeld(record)) return ['HOLD'];
  if (!wasSold(record)) return ['HOLD', 'RELEASE'];
  return record.heldFrom === undefined ? ['HOLD', 'SETTLE'] : ['HOLD', 'RELEASE', 'SALE'];
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
  if (!movesTickets(kind)) return [];
  const froms = purchases.map(({ userId, recordKey }) =>
    findShards(kind, records.get(purchaseRef(userId, recordKey))),
  );
  const took = purchases.flatMap(({ total: amount }, index) => {
    const from = froms[index];
    return from === undefined ? [] : [{ from, total: { amount } }];
  });
  if (took.length < purchases.length) return [];
  const expected = new Map(postPurchases(kind, took).map((posting) => [posting.shard, posting]));
  const posted = new Map(postings.map((posting) => [posting.shard, posting]));
  const wrong = [...new Set([...expected.keys(), ...posted.keys()])].filter((shard) => {
    const [is, shouldBe] = [posted.get(shard), expected.get(shard)];
    const compared = ['held', 'sold', 'revenue'] as const;
    return (
      is === undefined || compared.some((counter) => is[counter] !== (shouldBe?.[counter] ?? 0))
    );
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
    const parts = froms[index]?.map(([shard, tickets]) => `${tickets} from shard ${shard}`);
    const fault = `took ${parts?.join(', ')}, but entry ${nameEntry(entry)} posts something else to shard ${wrong.join(' and ')}`;
    const ids = { purchaseId, userId };
    return describeFaults('JOURNAL_FROM', `Purchase ${purchaseId}`, [fault], ids);
  });
}

type From = NonNullable<RecordedPurchase['from']>;

/**
 * The shards of a purchase that an entry of this kind posts to. A late sale takes tickets from other shards than the
 * hold. Undefined if the record is older or newer than the entry, and says nothing of it.
 */
function findShards(kind: MovementKind, record: RecordedPurchase | undefined): From | undefined {
  if (record === undefined) return undefined;
  switch (kind) {
    case 'HOLD':
    case 'RELEASE':
      return record.heldFrom ?? record.from;
    case 'SALE':
    case 'SETTLE':
    case 'RETURN':
      return wasSold(record) ? record.from : undefined;
  }
}

const counters = [
  ['JOURNAL_AVAILABLE', 'available'],
  ['JOURNAL_HELD', 'held'],
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
