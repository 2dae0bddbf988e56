import { createHash } from 'node:crypto';
import { lengthPrefixed } from '@willcall/domain';

/*
 * The keys of the six tables. `@willcall/topology` defines the attributes that hold them; what else a
 * record holds stands in its schema.
 *
 *     Shows      showId                   a show; what begins with # is none: the calendar, titles, jobs
 *       by-start   startMonth, startKey   shows by month, titles, jobs
 *       by-name    name, startKey         shows
 *     Stock      bucketKey                a shard of a show's stock
 *     Seats      seatBucket, seatId       a seat
 *     Purchases  userId, recordKey        P#… a purchase, S#… the buyer's ledger for a show
 *     Reminders  dueKey, purchaseRef      a reminder; #sweep: how far the sweep came
 *     Pulse      subject, environment     a worker's lag
 */

// Shows

/** Whether an id can be a show's: what begins with `#` is another item of the Shows table. */
export const isShowId = (showId: string): boolean => !showId.startsWith('#');

/** The index of the Shows table that lists shows by month and start. */
export const BY_START = 'by-start';

/** The index of the Shows table that lists shows of one name by start. */
export const BY_NAME = 'by-name';

/** The partition of the by-start index: the month in which a show starts, e.g. `2031-06`. */
export const startMonth = (startsAt: string): string =>
  new Date(startsAt).toISOString().slice(0, 7);

/** The sort key of both indexes: unique, and in the order of starting. */
export const startKey = (startsAt: string, showId: string): string =>
  `${new Date(startsAt).toISOString()}#${showId}`;

/** The item that tells which months have shows, so that lists need no scan. */
export const CALENDAR_KEY = { showId: '#calendar' } as const;

/** The partition of the by-start index in which the titles stand, in order of name. No month is called so. */
export const TITLES_PARTITION = '#titles';

/** The item that stands for a name, whatever number of shows has it. */
export const titleKey = (name: string) => ({ showId: `#title#${name}` });

/** The partition of the by-start index in which the open jobs stand. */
export const JOBS_PARTITION = '#jobs';

/** The item of a show's job. Of each kind a show has one at a time. */
export const jobKey = ({ kind, showId }: { readonly kind: string; readonly showId: string }) => ({
  showId: `#job#${kind}#${showId}`,
});

// Stock and seats

/** The partition key of one shard of a show's stock: each shard a partition of its own. */
export const shardKey = (showId: string, shard: number): string => `${showId}#${shard}`;

/** The keys of all stock shards of a show, in their order. */
export const shardKeys = ({ showId, buckets }: ShardedShow): string[] =>
  Array.from({ length: buckets }, (_, shard) => shardKey(showId, shard));

/** A show and how many stock and seat shards it has: their number never changes. */
export type ShardedShow = { readonly showId: string; readonly buckets: number };

/** The partition of one of a show's seat shards, e.g. `gT4vXo1sKd9Qe2Lb#3`. */
export const seatShardKey = (showId: string, shard: number): string => `${showId}#${shard}`;

/** The partitions of all seat shards of a show, in their order. */
export const seatShardKeys = ({ showId, buckets }: ShardedShow): string[] =>
  Array.from({ length: buckets }, (_, shard) => seatShardKey(showId, shard));

/**
 * Which of its show's seat shards a seat is in: computed from its id, so that a seat is found without
 * an index and the seats of a row stand in different partitions.
 */
export const shardOfSeat = ({ buckets }: Pick<ShardedShow, 'buckets'>, seatId: string): number =>
  createHash('sha256').update(lengthPrefixed('seat', seatId)).digest().readUInt32BE() % buckets;

/** The key of a seat. */
export const seatKey = (
  show: ShardedShow,
  seatId: string,
): { readonly seatBucket: string; readonly seatId: string } => ({
  seatBucket: seatShardKey(show.showId, shardOfSeat(show, seatId)),
  seatId,
});

// Purchases and ledgers

/** How the sort keys of purchases begin. */
export const PURCHASE_PREFIX = 'P#';

/** How the sort keys of ledgers begin. */
export const LEDGER_PREFIX = 'S#';

/** The sort key of a purchase below its buyer: `P#` and the first 12 bytes of its id. */
export const purchaseRecordKey = (purchaseKey: string): string =>
  `${PURCHASE_PREFIX}${purchaseKey}`;

/** The sort key of a buyer's ledger for a show, below that buyer. */
export const ledgerKey = (showId: string): string => `${LEDGER_PREFIX}${showId}`;

// Reminders

/**
 * The sort key of a purchase's reminder, and how a seat names the purchase that holds it. The user id
 * is preceded by its length: it may hold any printable ASCII character, `#` too.
 */
export const purchaseRef = (userId: string, recordKey: string): string =>
  `${userId.length}#${userId}#${recordKey}`;

/** The one item of the Reminders table that is no reminder: how far the sweep came. */
export const SWEEP_KEY = { dueKey: '#sweep', purchaseRef: 'position' } as const;

// Lag

/** The subject of the lag of all shows together. No show is called so: ours are 16 characters. */
export const QUEUE_LAG = 'queue';
