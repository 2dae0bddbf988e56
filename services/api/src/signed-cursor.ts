import { createHmac, timingSafeEqual } from 'node:crypto';
import { lengthPrefixed, type PurchaseIdKeys } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';
import * as z from 'zod';

const MAC_BYTES = 12;

const Position = z.tuple([z.string()], z.string());

/**
 * Where a list goes on, as one opaque word: only what this list has given out is taken back.
 *
 * @param list which list it is of, and of whom: a cursor of another is a forged one.
 * @param position what its place in the order is told by.
 */
export const writeCursor = (
  list: readonly string[],
  position: readonly [string, ...string[]],
  { current }: PurchaseIdKeys,
): string => {
  const content = Buffer.from(JSON.stringify(position));
  return Buffer.concat([mac(list, content, current), content]).toString('base64url');
};

/** The position of a cursor of this list. @throws ProblemError INVALID_CURSOR */
export function readCursor(
  list: readonly string[],
  cursor: string,
  { current, previous }: PurchaseIdKeys,
): readonly [string, ...string[]] {
  const bytes = Buffer.from(cursor, 'base64url');
  const given = bytes.subarray(0, MAC_BYTES);
  const content = bytes.subarray(MAC_BYTES);
  const isOurs = [current, previous].some(
    (key) =>
      key !== undefined &&
      given.byteLength === MAC_BYTES &&
      timingSafeEqual(mac(list, content, key), given),
  );
  // Another spelling of the same bytes was not given out either.
  if (!isOurs || bytes.toString('base64url') !== cursor) throw new ProblemError('INVALID_CURSOR');
  return Position.parse(JSON.parse(content.toString('utf8')));
}

const mac = (list: readonly string[], content: Buffer, key: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(lengthPrefixed('cursor', ...list, content))
    .digest()
    .subarray(0, MAC_BYTES);
