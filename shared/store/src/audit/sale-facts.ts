import type { AuditedLedger, AuditedPurchase } from './audited-records.ts';
import type { AuditDifference } from './differences.ts';
import type { JournalFacts } from './journal-facts.ts';
import type { PurchaseTotals } from './purchase-totals.ts';
import type { Taken } from './taken.ts';

/** A held or confirmed purchase that names a seat. */
export type Claim = Pick<AuditedPurchase, 'purchaseId' | 'userId' | 'recordKey'> & {
  readonly ref: string;
};

/** The purchase that holds a seat, according to the seat. */
export type Holder = Pick<AuditedPurchase, 'purchaseId' | 'status'>;

/** What a show that keeps ledgers knows of a buyer. */
export type BuyerFacts = {
  /** Tickets in held and confirmed purchases. */
  readonly bought: number;
  /** The ids of held purchases. Normally there is at most one. */
  readonly held: readonly string[];
  /** Purchases that were not paid in time. */
  readonly expired: number;
  /** The purchases, by id. */
  readonly purchases: ReadonlyMap<string, DecidedPurchase>;
  readonly ledger?: AuditedLedger;
};

/** What a ledger repeats of its last purchase. */
export type DecidedPurchase = Pick<AuditedPurchase, 'status' | 'requestedAt' | 'decidedAt'>;

/** What a journal says of a purchase too. */
export type RecordedPurchase = Pick<
  AuditedPurchase,
  'userId' | 'purchaseId' | 'status' | 'quantity' | 'from' | 'heldFrom' | 'holdUntil' | 'paidAt'
> & {
  /** In minor units. Only a held or sold purchase has one. */
  readonly total: number | undefined;
  /** The show in the record, if it is not the audited one. */
  readonly otherShow?: string;
};

/** A purchase that has or had a reminder. */
export type RemindedFact = Pick<
  AuditedPurchase,
  | 'userId'
  | 'recordKey'
  | 'purchaseId'
  | 'status'
  | 'reminder'
  | 'reminderLeadSeconds'
  | 'decidedAt'
  | 'cancelledAt'
  | 'erasedAt'
>;

/**
 * The facts that an audit keeps of the records. It keeps only the buyers, seats and ids that it
 * must compare.
 */
export type SaleFacts = {
  readonly purchases: PurchaseTotals;
  /** With reserved seating: claims by seat id. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  /** Purchases of the show by the `heldBy` of their seats. */
  readonly holders: ReadonlyMap<string, Holder>;
  /** The totals of held and confirmed purchases that hold seats, by `heldBy`. */
  readonly totals: ReadonlyMap<
    string,
    Pick<AuditedPurchase, 'seats' | 'total' | 'purchaseId' | 'userId'>
  >;
  /** For a show that keeps ledgers: by user id. */
  readonly buyers: ReadonlyMap<string, BuyerFacts>;
  /** By `purchaseRef`: the purchases whose reminders are compared. */
  readonly reminded: ReadonlyMap<string, RemindedFact>;
  /** Every purchase that was read, by `purchaseRef`. */
  readonly records: ReadonlyMap<string, RecordedPurchase>;
  /** By `purchaseRef`: purchases that exist, and of which too little can be read. */
  readonly unreadable: ReadonlySet<string>;
  /** What the held and confirmed purchases took from each shard. */
  readonly taken: Taken;
  readonly journal: JournalFacts;
  /** Any confirmed purchase. */
  readonly confirmed?: AuditedPurchase;
  /** Differences in single records. */
  readonly differences: readonly AuditDifference[];
};
