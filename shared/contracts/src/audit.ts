import * as z from 'zod/mini';
import { described } from './fields.ts';
import { CorrelationId, ShowId } from './ids.ts';
import { Total } from './money.ts';
import { decidedStatuses } from './purchase.ts';

/** A release that knows another version of the message leaves it in the queue. */
export const AUDIT_MESSAGE_VERSION = 1;

/** An audit's id: 12 random bytes in base64url. */
export const AuditId = z.string().check(z.regex(/^[A-Za-z0-9_-]{16}$/));

/** The message that starts the audit of a show. */
export const AuditMessage = z.object({
  version: z.literal(AUDIT_MESSAGE_VERSION),
  showId: ShowId,
  auditId: AuditId,
  correlationId: CorrelationId,
});
export type AuditMessage = z.infer<typeof AuditMessage>;

/** The most differences that an audit keeps. */
export const MAX_AUDIT_DIFFERENCES = 200;

/** Why an audit did not end. */
export const auditFailures = ['OUT_OF_TIME', 'STORE_UNAVAILABLE', 'NOT_FINISHED'] as const;

const AuditDifference = z.object({
  code: described(z.string(), 'The item that differs, as `willcall audit --help` lists it.'),
  message: described(z.string(), 'What was expected, and what was found.'),
  purchaseId: described(z.exactOptional(z.string()), 'The purchase that it is about.'),
  seatId: described(z.exactOptional(z.string()), 'The seat that it is about.'),
  userId: described(z.exactOptional(z.string()), 'The buyer that it is about.'),
  runbook: described(
    z.exactOptional(z.string()),
    'The section of the runbook that says what to do. Absent for STOCK_MOVED, which is no fault.',
  ),
});

/** What an audit found. */
export const AuditFindings = z.object({
  holds: described(z.boolean(), 'Whether there is no difference.'),
  stock: described(
    z.nullable(
      z.object({
        ...{ capacity: z.int(), available: z.int(), held: z.int(), sold: z.int() },
        revenue: Total,
      }),
    ),
    'The counters of the stock at one instant. Null if they cannot be read.',
  ),
  records: described(
    z.nullable(
      z.object({
        tickets: z.int(),
        revenue: Total,
        byStatus: z.partialRecord(z.enum(decidedStatuses), z.int()),
      }),
    ),
    'What the journal and the purchases that it lists add up to. Null if they cannot be read. Refusals are not read.',
  ),
  found: described(z.int(), 'The number of differences.'),
  differences: described(
    z.readonly(z.array(AuditDifference)),
    `The differences, at most ${MAX_AUDIT_DIFFERENCES}.`,
  ),
});
export type AuditFindings = z.infer<typeof AuditFindings>;
