import { createHash } from 'node:crypto';
import type { EventType } from '@willcall/contracts';

const ID_BYTES = 16;

/**
 * The id of an event: 22 characters, computed from its type and from what makes it the only one of
 * that type, so that every redelivery of its record gives the same. JSON keeps the parts apart.
 */
export const eventId = (type: EventType, ...unique: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([type, ...unique]))
    .digest()
    .subarray(0, ID_BYTES)
    .toString('base64url');
