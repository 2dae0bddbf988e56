import { rejectionReasons, Total } from '@willcall/contracts';
import * as z from 'zod';
import { ledgerKey, purchaseRecordKey } from '../keys.ts';

const keys = { userId: z.string(), recordKey: z.string() };

/** What an audit reads of a purchase. */
export const AuditedPurchase = z.object({
  ...keys,
  purchaseId: z.string(),
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  reason: z.enum(rejectionReasons).optional(),
  /** Not known of a FAILED purchase that could not be read. */
  quantity: z.int().min(1).optional(),
  seats: z.array(z.string()).optional(),
  total: Total.optional(),
});
export type AuditedPurchase = z.infer<typeof AuditedPurchase>;

/** What an audit reads of a buyer's ledger. */
export const AuditedLedger = z.object({ ...keys, tickets: z.int() });

/** What an audit reads of a seat. */
export const AuditedSeat = z.object({
  seatBucket: z.string(),
  seatId: z.string(),
  heldBy: z.string().optional(),
});
export type AuditedSeat = z.infer<typeof AuditedSeat>;

/** The attributes that an audit has to read of the Purchases table. */
export const AUDITED_ATTRIBUTES = Object.keys({
  ...AuditedPurchase.shape,
  ...AuditedLedger.shape,
});

/** Which of the Purchases table's records this is. */
export const kindOf = ({ recordKey }: Readonly<Record<string, unknown>>) => {
  const key = String(recordKey);
  if (key.startsWith(purchaseRecordKey(''))) return 'purchase';
  return key.startsWith(ledgerKey('')) ? 'ledger' : 'other';
};
