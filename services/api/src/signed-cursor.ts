import { createHmac, timingSafeEqual } from 'node:crypto';
import { lengthPrefixed, type PurchaseIdKeys } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';
import * as z from 'zod/mini';

const MAC_BYTES = 12;

const Position = z.tuple([z.string()], z.string());

/**
 * Encodes the position where a list continues as an opaque, signed string.
 *
 * @param list the list and its owner. A cursor of another list counts as forged.
 * @param position the sort keys of the last item.
 */
export const writeCursor = (
  list: readonly string[],
  position: readonly [string, ...string[]],
  { current }: PurchaseIdKeys,
): string => {
  const content = Buffer.from(JSON.stringify(position));
  return Buffer.concat([computeMac(list, content, current), content]).toString('base64url');
};

/** Decodes a cursor of this list. @throws ProblemError INVALID_CURSOR */
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
      timingSafeEqual(computeMac(list, content, key), given),
  );
  // Another encoding of the same bytes is not a cursor that we signed.
  if (!isOurs || bytes.toString('base64url') !== cursor) throw new ProblemError('INVALID_CURSOR');
  return Position.parse(JSON.parse(content.toString('utf8')));
}

const computeMac = (list: readonly string[], content: Buffer, key: Uint8Array): Buffer =>
  createHmac('sha256', key)
    .update(lengthPrefixed('cursor', ...list, content))
    .digest()
    .subarray(0, MAC_BYTES);
