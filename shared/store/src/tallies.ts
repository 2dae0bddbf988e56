import { rejectionReasons } from '@willcall/contracts';
import { type Tally, WAIT_STEPS } from '@willcall/domain';
import * as z from 'zod/mini';
import { makeTallyKey, tallyDecidedAt, tallySubject } from './keys.ts';
import type { Store } from './open-store.ts';
import { queryItems, readRecords } from './read-items.ts';
import { writeItems } from './write-items.ts';

const Count = z.int().check(z.gte(0));

/** What was decided within one second. */
const SecondTally = z.object({
  /** The second of the decisions: seconds since 1970. */
  second: z.int(),
  confirmed: Count,
  tickets: Count,
  /** Tallies of an older release have none of the next three. */
  held: z._default(Count, 0),
  paid: z._default(Count, 0),
  expired: z._default(Count, 0),
  rejected: z.partialRecord(z.enum(rejectionReasons), Count),
  failed: Count,
  cancelled: Count,
  returned: Count,
  withdrawn: Count,
  waits: z.record(
    z.string().check(z.refine((step) => /^\d+$/.test(step) && Number(step) < WAIT_STEPS)),
    Count,
  ),
});
export type SecondTally = Tally & { readonly second: number };

/**
 * What one batch of a stream decided for one show, in the table Pulse: an item for each batch, never
 * changed except by the same batch again. About 300 bytes for a busy second.
 */
const TallyRecord = z.object({
  subject: z.string(),
  environment: z.string(),
  seconds: z.array(SecondTally).check(z.minLength(1)),
});

const tallyKind = { table: 'pulse', schema: TallyRecord, what: 'a tally' } as const;

/** The tally of a batch and a show, before it is written. */
export type NewTally = {
  readonly showId: string;
  /** The first record of the batch that counts for this show. */
  readonly first: TallyPosition;
  readonly seconds: readonly SecondTally[];
};

/**
 * A stream record: when its purchase was decided (ISO 8601), its sequence number, and the key of the purchase.
 * The stream's own time is of a minute in DynamoDB Local, and of a second on AWS.
 */
type TallyPosition = {
  readonly decidedAt: string;
  readonly sequenceNumber: string;
  readonly recordKey: string;
};

/** Seconds that a tally is kept: the hour that is shown, and half an hour for what comes late. */
export const TALLY_LIFE_SECONDS = 90 * 60;

/**
 * Writes the tallies of a batch: 1 write unit per KB of each, 25 in a call. A batch that is delivered again
 * writes the same items again.
 *
 * @throws StoreError STORE_UNAVAILABLE: some may have been written.
 */
export const writeTallies = (store: Store<'pulse'>, tallies: readonly NewTally[]): Promise<void> =>
  writeItems(
    store,
    store.tables.pulse,
    tallies.map(({ showId, first, seconds }) => ({
      PutRequest: {
        Item: {
          ...{ subject: tallySubject(showId), environment: makeTallyKey(first), seconds },
          expiresAt: Math.max(...seconds.map(({ second }) => second)) + TALLY_LIFE_SECONDS,
        },
      },
    })),
    'write the tallies of a batch',
  );

/** Tallies that one reading returns: an hour of five stream shards that are busy in every second. */
const MAX_TALLIES = 20_000;

/** What was decided for a show. */
export type ReadTallies = {
  /** In no particular order. Several can have the same second. */
  readonly seconds: readonly SecondTally[];
  /** Set if there are too many tallies: older ones than this were not read. ISO 8601. */
  readonly readBackTo?: string;
};

/**
 * Reads what was decided for a show, second by second: the tallies whose first record was decided at `from`
 * or later, and the newest 20,000 if there are more. A query, eventually consistent: 0.5 read units per 4 KB.
 * Tallies that cannot be read are left out.
 *
 * @param from ISO 8601.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readTallies(
  store: Store<'pulse'>,
  showId: string,
  from: string,
): Promise<ReadTallies> {
  const query = {
    TableName: store.tables.pulse,
    KeyConditionExpression: 'subject = :subject AND environment >= :from',
    ExpressionAttributeValues: { ':subject': tallySubject(showId), ':from': from },
    ScanIndexForward: false,
  };
  const items = await queryItems(store, 'read the tallies of a show', query, MAX_TALLIES);
  const seconds = readRecords(store, tallyKind, items).records.flatMap((tally) => tally.seconds);
  const oldest = items[MAX_TALLIES - 1];
  // A key attribute is always a string, also of a tally that cannot be read.
  return oldest === undefined
    ? { seconds }
    : { seconds, readBackTo: tallyDecidedAt(String(oldest.environment)) };
}
