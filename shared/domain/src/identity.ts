import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Card, Money } from '@willcall/contracts';

const KEY_BYTES = 12;
const FINGERPRINT_BYTES = 4;
const MAC_BYTES = 8;

/** The MAC keys. `current` signs and both verify, so that a key can be rotated while purchases are pending. */
export type PurchaseIdKeys = { readonly current: Uint8Array; readonly previous?: Uint8Array };

/** The parts of a purchase id. */
export type ParsedPurchaseId = {
  /** The record's key and the message's deduplication id: 16 characters of base64url. */
  readonly key: string;
  /** The fingerprint of the request: 6 characters of base64url. */
  readonly fingerprint: string;
  readonly mac: Uint8Array;
};

/**
 * Computes the id of a purchase, which `accept` does not store: 12 bytes of SHA-256(user, idempotency
 * key), 4 bytes of the request's fingerprint, and 8 bytes of HMAC-SHA-256 over both and the user, as 32
 * characters of base64url. A retry gets the same id. Another user's id never verifies. If a key is
 * reused with another body, only the fingerprint and the MAC differ.
 */
export function issuePurchaseId(
  identity: { readonly userId: string; readonly idempotencyKey: string },
  request: RequestIdentity,
  keys: PurchaseIdKeys,
): string {
  const key = digest(KEY_BYTES, 'purchase', identity.userId, identity.idempotencyKey);
  const print = fingerprint(request).subarray(0, FINGERPRINT_BYTES);
  return Buffer.concat([key, print, mac(key, print, identity.userId, keys.current)]).toString(
    'base64url',
  );
}

/** Parses an id. Returns undefined if its format is wrong. It does not check who issued the id. */
export function parsePurchaseId(purchaseId: string): ParsedPurchaseId | undefined {
  if (!/^[A-Za-z0-9_-]{32}$/.test(purchaseId)) return undefined;
  const bytes = Buffer.from(purchaseId, 'base64url');
  return {
    key: bytes.subarray(0, KEY_BYTES).toString('base64url'),
    fingerprint: bytes.subarray(KEY_BYTES, KEY_BYTES + FINGERPRINT_BYTES).toString('base64url'),
    mac: bytes.subarray(KEY_BYTES + FINGERPRINT_BYTES),
  };
}

/** Whether willcall issued this id to this user, with the current or the previous key. */
export function wasIssuedTo(userId: string, id: ParsedPurchaseId, keys: PurchaseIdKeys): boolean {
  const key = Buffer.from(id.key, 'base64url');
  const print = Buffer.from(id.fingerprint, 'base64url');
  return [keys.current, keys.previous].some(
    (secret) => secret !== undefined && timingSafeEqual(mac(key, print, userId, secret), id.mac),
  );
}

function mac(key: Uint8Array, print: Uint8Array, userId: string, secret: Uint8Array): Buffer {
  return createHmac('sha256', secret)
    .update(lengthPrefixed(key, print, userId))
    .digest()
    .subarray(0, MAC_BYTES);
}

/** The data that identifies a request: the whole body, with the card replaced by the card data that is kept. */
export type RequestIdentity = {
  readonly showId: string;
  readonly quantity: number;
  readonly seats?: readonly string[] | undefined;
  readonly holder: { readonly name: string; readonly email: string };
  readonly card?: Card | undefined;
  readonly expectedPrice?: Money | undefined;
  readonly expectedTotal?: Money | undefined;
  readonly reminderLeadSeconds?: number | undefined;
};

/**
 * Computes SHA-256 of the canonical request: members are sorted and absent ones omitted. Neither the
 * order of members nor an optional field of a later release changes the fingerprint.
 */
export function fingerprint(request: RequestIdentity): Buffer {
  return createHash('sha256').update(canonical(request)).digest();
}

function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}

const GROUP_BYTES = 16;

/**
 * The MessageGroupId of a buyer's purchases for a show. They are decided in order and do not block other
 * purchases. It is a hash because SQS allows 128 characters of a limited alphabet.
 * Source: https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagegroupid-property.html
 */
export const messageGroupId = (userId: string, showId: string): string =>
  digest(GROUP_BYTES, 'group', userId, showId).toString('base64url');

const TICKET_BYTES = 12;

/**
 * Computes the ids of a purchase's tickets from its buyer, its key and the number of each ticket. They are
 * not stored, so a purchase of eight tickets fits into one write unit.
 */
export function computeTicketIds(userId: string, purchaseKey: string, quantity: number): string[] {
  return Array.from({ length: quantity }, (_, ordinal) =>
    digest(TICKET_BYTES, 'ticket', userId, purchaseKey, String(ordinal)).toString('base64url'),
  );
}

/** The first bytes of the SHA-256 of the parts. */
const digest = (bytes: number, ...parts: readonly string[]): Buffer =>
  createHash('sha256')
    .update(lengthPrefixed(...parts))
    .digest()
    .subarray(0, bytes);

/**
 * Joins parts so that two different lists never give the same bytes: each part is preceded by its length
 * (4 bytes, big endian). Otherwise, user `ab` + key `c` would hash like user `a` + key `bc`.
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
