import { createHash } from 'node:crypto';

const GROUP_BYTES = 16;

/**
 * The MessageGroupId of a buyer's purchases for a show: decided in order among themselves, and
 * blocking nobody else's. Hashed, since SQS takes 128 characters of a limited alphabet.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
 */
export const messageGroupId = (userId: string, showId: string): string =>
  createHash('sha256')
    .update(lengthPrefixed('group', userId, showId))
    .digest()
    .subarray(0, GROUP_BYTES)
    .toString('base64url');

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

/**
 * Joins parts so that no two lists of parts give the same bytes: each is preceded by its length
 * (4 bytes, big endian). Without it, user `ab` + key `c` would hash like user `a` + key `bc`.
 */
export function lengthPrefixed(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(
    parts.flatMap((part) => {
      const bytes = typeof part === 'string' ? Buffer.from(part, 'utf8') : part;
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.byteLength);
      return [length, bytes];
    }),
  );
}
