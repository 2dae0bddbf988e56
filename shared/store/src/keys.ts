import { createHash, randomBytes } from 'node:crypto';
import { lengthPrefixed } from '@willcall/domain';

/*
 * The keys of the eight tables. `@willcall/topology` defines the key attributes. The schema of each
 * record defines the rest.
 *
 *     Shows      showId                   a show; ids that start with #: the calendar, titles, jobs,
 *                                         settlements, the sales that are settled
 *       by-start   startMonth, startKey   shows by month, titles, jobs, settlements
 *       by-name    name, startKey         shows
 *     Stock      bucketKey                a shard of a show's stock; #summary#…: a copy of a show's sum
 *     Journal    bucketKey, entryKey      a transaction that changed a show's stock
 *     Seats      seatBucket, seatId       a seat
 *     Purchases  userId, recordKey        P#… a purchase, S#… the buyer's ledger for a show
 *     Reminders  dueKey, purchaseRef      a reminder; #sweep: the position of the sweep; #minutes: the
 *                                         minutes with reminders
 *     Due payments  dueKey, purchaseRef   a purchase whose payment must be looked at; #minutes
 *     Pulse      subject, environment     a worker's lag; #tally#…: what a batch of a stream decided;
 *                                         #audit#…: the audit of a show that was requested last;
 *                                         #calls#…: the calls of the payment provider in a second
 */

/** The key attributes of each table, to name a record that cannot be read. */
export const tableKeys = {
  shows: ['showId'],
  stock: ['bucketKey'],
  journal: ['bucketKey', 'entryKey'],
  seats: ['seatBucket', 'seatId'],
  purchases: ['userId', 'recordKey'],
  reminders: ['dueKey', 'purchaseRef'],
  'due-payments': ['dueKey', 'purchaseRef'],
  pulse: ['subject', 'environment'],
} as const;

/** The name of a key attribute of a table. */
export type KeyAttribute<T extends keyof typeof tableKeys> = (typeof tableKeys)[T][number];

// Shows

/**
 * Whether an id can belong to a show. Ids that start with `#` are other items of the Shows table.
 */
export const isShowId = (showId: string): boolean => !showId.startsWith('#');

/** The index of the Shows table that lists shows by month and start. */
export const BY_START = 'by-start';

/** The index of the Shows table that lists shows of one name by start. */
export const BY_NAME = 'by-name';

/** The partition of the by-start index: the month in which a show starts, e.g. `2031-06`. */
export const startMonth = (startsAt: string): string =>
  new Date(startsAt).toISOString().slice(0, 7);

/** The sort key of both indexes: unique, and ordered by start. */
export const startKey = (startsAt: string, showId: string): string =>
  `${new Date(startsAt).toISOString()}#${showId}`;

/** The item that lists the months that have shows, so that listing shows needs no scan. */
export const CALENDAR_KEY = { showId: '#calendar' } as const;

/**
 * The partition of the by-start index that holds the titles, ordered by name. It cannot collide
 * with a month.
 */
export const TITLES_PARTITION = '#titles';

/** The item of a title. Several shows can share it. */
export const titleKey = (name: string) => ({ showId: `#title#${name}` });

/** The partition of the by-start index that holds the open jobs. */
export const JOBS_PARTITION = '#jobs';

/** The key of a job. A show has at most one job of each kind at a time. */
export const jobKey = ({ kind, showId }: { readonly kind: string; readonly showId: string }) => ({
  showId: `#job#${kind}#${showId}`,
});

/** The partition of the by-start index that holds the settlements of shows to settle, ordered by due time. */
export const UNSETTLED_PARTITION = '#unsettled';

/** The partition of the by-start index that holds the settlements of settled shows. */
export const SETTLED_PARTITION = '#settled';

/** The key of a show's settlement. */
export const settlementKey = (showId: string) => ({ showId: `#settlement#${showId}` });

/** The item that adds up what is settled. */
export const SETTLED_SALES_KEY = { showId: '#sales' } as const;

// Stock and seats

/** The partition key of one stock shard of a show. Each shard is its own partition. */
export const shardKey = (showId: string, shard: number): string => `${showId}#${shard}`;

/** The key of the summary of a show's stock. No show id starts with `#`, so no shard has it. */
export const summaryKey = (showId: string) => ({ bucketKey: `#summary#${showId}` });

/** The keys of all stock shards of a show, in order. */
export const shardKeys = ({ showId, buckets }: ShardedShow): string[] =>
  Array.from({ length: buckets }, (_, shard) => shardKey(showId, shard));

/** A show and its number of stock and seat shards, which never changes. */
export type ShardedShow = { readonly showId: string; readonly buckets: number };

/** The partition key of one of a show's seat shards, e.g. `gT4vXo1sKd9Qe2Lb#3`. */
export const seatShardKey = (showId: string, shard: number): string => `${showId}#${shard}`;

/** The partition keys of all seat shards of a show, in order. */
export const seatShardKeys = ({ showId, buckets }: ShardedShow): string[] =>
  Array.from({ length: buckets }, (_, shard) => seatShardKey(showId, shard));

/**
 * The index of the seat shard that holds a seat. It is computed from the seat id, so finding a seat
 * needs no index, and the seats of one row are in different partitions.
 */
export const shardOfSeat = ({ buckets }: Pick<ShardedShow, 'buckets'>, seatId: string): number =>
  createHash('sha256').update(lengthPrefixed('seat', seatId)).digest().readUInt32BE() % buckets;

export const seatKey = (
  show: ShardedShow,
  seatId: string,
): { readonly seatBucket: string; readonly seatId: string } => ({
  seatBucket: seatShardKey(show.showId, shardOfSeat(show, seatId)),
  seatId,
});

// Journal

/**
 * The sort key of a new journal entry: its time and a random part that makes it unique, e.g.
 * `2031-06-01T20:00:00.000Z#Qe2Lb4vX`. The time is set before the commit, so the order of the keys is
 * not the order of the commits.
 *
 * @param at ISO 8601.
 */
export const makeEntryKey = (at: string): string =>
  `${new Date(at).toISOString()}#${randomBytes(ENTRY_RANDOM_BYTES).toString('base64url')}`;

/** 48 bits, for entries of the same millisecond and shard. The put is conditional, too. */
const ENTRY_RANDOM_BYTES = 6;

// Purchases and ledgers

/** The prefix of the sort keys of purchases. */
export const PURCHASE_PREFIX = 'P#';

/** The prefix of the sort keys of ledgers. */
export const LEDGER_PREFIX = 'S#';

/** The sort key of a purchase in its buyer's partition: `P#` and the first 12 bytes of its id. */
export const purchaseRecordKey = (purchaseKey: string): string =>
  `${PURCHASE_PREFIX}${purchaseKey}`;

/** Whether a sort key in a buyer's partition is that of a purchase. */
export const isPurchaseRecordKey = (recordKey: string): boolean =>
  recordKey.startsWith(PURCHASE_PREFIX);

/** The sort key of a ledger in its buyer's partition. */
export const ledgerKey = (showId: string): string => `${LEDGER_PREFIX}${showId}`;

// Reminders

/**
 * Identifies a purchase: the sort key of its reminder, and the holder of a seat. The length
 * precedes the user id because a user id may contain any printable ASCII character, including `#`.
 */
export const purchaseRef = (userId: string, recordKey: string): string =>
  `${userId.length}#${userId}#${recordKey}`;

/** The inverse of `purchaseRef`. Undefined for other text. */
export function parsePurchaseRef(
  ref: string,
): { readonly userId: string; readonly recordKey: string } | undefined {
  const { length, rest = '' } = /^(?<length>\d+)#(?<rest>.*)$/s.exec(ref)?.groups ?? {};
  const userId = rest.slice(0, Number(length));
  const recordKey = rest.slice(Number(length) + 1);
  return userId === '' || recordKey === '' ? undefined : { userId, recordKey };
}

/** The position of the sweep, in the Reminders table. */
export const SWEEP_KEY = { dueKey: '#sweep', purchaseRef: 'position' } as const;

/** The partition that lists the minutes in which something is due, in order of time: reminders, or due payments. */
export const DUE_MINUTES_PARTITION = '#minutes';

/** The item that lists a minute, such as `2031-05-31T20:00`. */
export const dueMinuteKey = (minute: string) => ({
  dueKey: DUE_MINUTES_PARTITION,
  purchaseRef: minute,
});

// Lag

/**
 * The subject of the lag of all shows together. It cannot collide with a show id, which has 16
 * characters.
 */
export const QUEUE_LAG = 'queue';

// Tallies

/** The subject of the tallies of a show. No show id starts with `#`, so no lag has it. */
export const tallySubject = (showId: string): string => `#tally#${showId}`;

/**
 * The sort key of a tally: the first record of its batch that counts for its show. It is the same on every
 * redelivery, and about in the order of time. A sequence number is unique within its stream shard only.
 */
export const makeTallyKey = (first: {
  readonly decidedAt: string;
  readonly sequenceNumber: string;
  readonly recordKey: string;
}): string => `${first.decidedAt}#${first.sequenceNumber}#${first.recordKey}`;

/** When the first record of a tally was decided, by its sort key. ISO 8601. */
export const tallyDecidedAt = (key: string): string => key.slice(0, key.indexOf('#'));

// Audits

/** The key of the latest audit of a show that somebody requested. No show id starts with `#`. */
export const auditKey = (showId: string) => ({
  subject: `#audit#${showId}`,
  environment: 'latest',
});

// Calls of the payment provider

/** The key of the counter of a share of what may be called in a second since 1970. */
export const callCounterKey = (share: string, second: number) => ({
  subject: `#calls#${share}`,
  environment: String(second),
});
