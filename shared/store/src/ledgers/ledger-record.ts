import { Instant } from '@willcall/contracts';
import * as z from 'zod';

/**
 * A buyer's ledger for a show that limits its buyers: what they hold, and their purchase that was
 * decided last. It takes part in every transaction that sells to them or takes back from them.
 */
export const LedgerRecord = z.object({
  userId: z.string(),
  /** `S#` and the show. */
  recordKey: z.string(),
  showId: z.string(),
  /** In confirmed purchases. */
  tickets: z.int().min(0),
  lastPurchaseId: z.string(),
  lastStatus: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  lastRequestedAt: Instant,
  lastDecidedAt: Instant,
});
export type LedgerRecord = z.infer<typeof LedgerRecord>;
