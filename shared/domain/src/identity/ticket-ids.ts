import { createHash } from 'node:crypto';
import { lengthPrefixed } from './length-prefixed.ts';

const TICKET_BYTES = 12;

/**
 * The ids of a purchase's tickets, derived from its owner, its key and the ticket's ordinal. They are
 * not stored, so that a purchase of eight tickets still fits one write unit.
 */
export function ticketIds(userId: string, purchaseKey: string, quantity: number): string[] {
  return Array.from({ length: quantity }, (_, ordinal) =>
    createHash('sha256')
      .update(lengthPrefixed('ticket', userId, purchaseKey, String(ordinal)))
      .digest()
      .subarray(0, TICKET_BYTES)
      .toString('base64url'),
  );
}
