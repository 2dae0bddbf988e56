import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { Instant } from '@willcall/contracts';
import { LAG_WINDOW_MS } from '@willcall/domain';
import * as z from 'zod';
import { type Store, send } from './open-store.ts';
import { queryItems, readRecord } from './read-items.ts';

/**
 * What one worker environment has measured last of a show, or of the whole queue: about 120 bytes, so
 * that those of some thirty environments are one read of half a unit.
 */
export const LagRecord = z.object({
  /** A show's id, or `queue`. */
  subject: z.string(),
  /** Of the worker: made up when it started. */
  environment: z.string(),
  /** Milliseconds from request to decision. */
  lagMs: z.int().min(0),
  /** The longest of the last twenty minutes. */
  highestLagMs: z.int().min(0).optional(),
  at: Instant,
});
export type LagRecord = z.infer<typeof LagRecord>;

/**
 * What the workers have measured of a show, or of the whole queue, each environment's last, in no
 * order of time; those past their time may still be among them. One Query, eventually consistent: 0.5
 * read units for each 4 KB.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readLags(store: Store<'pulse'>, subject: string): Promise<LagRecord[]> {
  const items = await queryItems(store, 'read the pulses', {
    TableName: store.tables.pulse,
    KeyConditionExpression: 'subject = :subject',
    ExpressionAttributeValues: { ':subject': subject },
  });
  return items.map((item) => readRecord(LagRecord, item, 'a pulse'));
}

const MS_PER_SECOND = 1_000;

/**
 * Writes what a worker environment has measured, over what it wrote before: 1 write unit. DynamoDB may
 * remove it once nobody goes by it any more; nothing depends on that.
 *
 * @param signal gives the call up.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function writeLag(
  store: Store<'pulse'>,
  lag: LagRecord,
  { signal }: { readonly signal?: AbortSignal } = {},
): Promise<void> {
  const expiresAt = Math.ceil((Date.parse(lag.at) + LAG_WINDOW_MS) / MS_PER_SECOND);
  await send(
    'write the pulse',
    store.documents.send(
      new PutCommand({ TableName: store.tables.pulse, Item: { ...lag, expiresAt } }),
      signal === undefined ? {} : { abortSignal: signal },
    ),
  );
}
