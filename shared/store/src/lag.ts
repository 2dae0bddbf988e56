import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Instant } from '@willcall/contracts';
import { LAG_WINDOW_MS, MAX_UNDECIDED_MS } from '@willcall/domain';
import * as z from 'zod/mini';
import { type Store, send } from './open-store.ts';
import { queryItems, type ReadRecords, readRecords } from './read-items.ts';

/**
 * The lag that one worker environment last measured for a show or for the whole queue. About 120
 * bytes, so reading the records of 30 environments costs 0.5 read units.
 */
export const LagRecord = z.object({
  /** A show's id, or `queue`. */
  subject: z.string(),
  /** The id that the worker environment generated when it started. */
  environment: z.string(),
  /** Milliseconds from request to decision. */
  lagMs: z.int().check(z.gte(0), z.lte(MAX_UNDECIDED_MS)),
  /** The maximum of the last twenty minutes. */
  highestLagMs: z.optional(z.int().check(z.gte(0), z.lte(MAX_UNDECIDED_MS))),
  at: Instant,
});
export type LagRecord = z.infer<typeof LagRecord>;

const lagKind = { table: 'pulse', schema: LagRecord, what: 'the lag of a worker' } as const;

/**
 * Reads the latest lag of each worker environment for a show or for the whole queue, in no
 * particular order. Expired records may be included. One Query, eventually consistent: 0.5 read
 * units per 4 KB.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function readLags(
  store: Store<'pulse'>,
  subject: string,
): Promise<ReadRecords<LagRecord>> {
  const items = await queryItems(store, 'read the lag', {
    TableName: store.tables.pulse,
    KeyConditionExpression: 'subject = :subject',
    ExpressionAttributeValues: { ':subject': subject },
  });
  return readRecords(store, lagKind, items);
}

const MS_PER_SECOND = 1_000;

/**
 * Writes the lag of a worker environment and replaces its previous record: 1 write unit. The TTL
 * removes the record once it is outdated. Nothing depends on that.
 *
 * @param signal aborts the call.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function writeLag(
  store: Store<'pulse'>,
  lag: LagRecord,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const expiresAt = Math.ceil((Date.parse(lag.at) + LAG_WINDOW_MS) / MS_PER_SECOND);
  await send(
    'write the lag',
    store.documents.send(
      new PutCommand({ TableName: store.tables.pulse, Item: { ...lag, expiresAt } }),
      signal === undefined ? {} : { abortSignal: signal },
    ),
  );
}
