import { PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { AuditFindings, auditFailures } from '@willcall/contracts';
import * as z from 'zod/mini';
import { auditKey } from '../keys.ts';
import { type Store, sendConditional } from '../open-store.ts';
import { readItem } from '../read-items.ts';

/**
 * The latest audit of a show that somebody requested, in the table Pulse: one item for each show, which the
 * next request replaces, with a TTL.
 *
 *     none, ended or lost ── put PENDING ✓ ── one message ── DONE or FAILED
 *     PENDING ── put ✗ ── the request finds the running one, and sends its message once more
 */
const AuditRecord = z.object({
  subject: z.string(),
  environment: z.string(),
  auditId: z.string(),
  showId: z.string(),
  status: z.enum(['PENDING', 'DONE', 'FAILED']),
  requestedAt: z.string(),
  finishedAt: z.optional(z.string()),
  reason: z.optional(z.enum(auditFailures)),
  findings: z.optional(AuditFindings),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

const auditKind = { table: 'pulse', schema: AuditRecord, what: 'the audit of a show' } as const;

/** Milliseconds. Three times what the function may take. An audit that did not end by then was lost. */
export const AUDIT_LOST_MS = 15 * 60_000;

/** Seconds that an audit can be read. */
const AUDIT_LIFE_SECONDS = 24 * 60 * 60;

const MS_PER_SECOND = 1_000;

/**
 * Reads the latest audit of a show: 1 read unit for 4 KB. One that was lost is FAILED.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE
 */
export async function readAudit(
  store: Store<'pulse'>,
  showId: string,
  now: Date,
): Promise<AuditRecord | undefined> {
  const audit = await readItem(store, auditKind, { key: auditKey(showId), consistent: true });
  // The TTL removes an item hours later.
  if (audit === undefined || isOlder(audit, now, AUDIT_LIFE_SECONDS * MS_PER_SECOND)) {
    return undefined;
  }
  return audit.status === 'PENDING' && isOlder(audit, now, AUDIT_LOST_MS)
    ? { ...audit, status: 'FAILED', reason: 'NOT_FINISHED' }
    : audit;
}

const isOlder = ({ requestedAt }: AuditRecord, now: Date, age: number): boolean =>
  now.getTime() - Date.parse(requestedAt) > age;

/**
 * Records the request of an audit, unless one is running: 1 write unit.
 *
 * @returns whether it was recorded.
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function requestAudit(
  store: Store<'pulse'>,
  {
    showId,
    auditId,
    now,
  }: { readonly showId: string; readonly auditId: string; readonly now: Date },
): Promise<boolean> {
  const requestedAt = now.toISOString();
  const written = await sendConditional(
    'record the request of an audit',
    store.documents.send(
      new PutCommand({
        TableName: store.tables.pulse,
        Item: {
          ...auditKey(showId),
          auditId,
          showId,
          status: 'PENDING',
          requestedAt,
          expiresAt: Math.ceil(now.getTime() / MS_PER_SECOND) + AUDIT_LIFE_SECONDS,
        },
        ConditionExpression:
          'attribute_not_exists(subject) OR #status <> :pending OR requestedAt < :lost',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':pending': 'PENDING',
          ':lost': new Date(now.getTime() - AUDIT_LOST_MS).toISOString(),
        },
      }),
    ),
  );
  return written.kind === 'written';
}

/** How an audit ended. */
export type AuditEnd =
  | { readonly status: 'DONE'; readonly findings: AuditFindings }
  | { readonly status: 'FAILED'; readonly reason: NonNullable<AuditRecord['reason']> };

/**
 * Records how an audit ended, unless another one has replaced it: 1 write unit for each KB of what it found.
 *
 * @throws StoreError STORE_UNAVAILABLE
 */
export async function finishAudit(
  store: Store<'pulse'>,
  { showId, auditId }: Pick<AuditRecord, 'showId' | 'auditId'>,
  end: AuditEnd,
  at: string,
): Promise<void> {
  const [name, value] = end.status === 'DONE' ? ['findings', end.findings] : ['reason', end.reason];
  await sendConditional(
    'record the end of an audit',
    store.documents.send(
      new UpdateCommand({
        TableName: store.tables.pulse,
        Key: auditKey(showId),
        UpdateExpression: `SET #status = :status, finishedAt = :at, ${name} = :value`,
        ConditionExpression: 'auditId = :auditId',
        ExpressionAttributeNames: { '#status': 'status' },
        ExpressionAttributeValues: {
          ':status': end.status,
          ':at': at,
          ':value': value,
          ':auditId': auditId,
        },
      }),
    ),
  );
}
