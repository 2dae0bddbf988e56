import { ProblemError } from '@willcall/lambda';
import type { ShowPosition } from '@willcall/store';

/** Where a list of shows goes on, as one opaque word. */
export const writeCursor = ({ month, startKey }: ShowPosition): string =>
  Buffer.from(JSON.stringify([month, startKey])).toString('base64url');

/**
 * The position of a cursor. It names only what the list shows to anybody, so it is checked for its
 * form and not signed.
 *
 * @throws ProblemError INVALID_CURSOR
 */
export function readCursor(cursor: string): ShowPosition {
  const [, month, startKey] =
    /^\["(\d{4}-\d{2})","(\1-[^"\\#]{1,24}#[A-Za-z0-9_-]{1,64})"\]$/.exec(
      Buffer.from(cursor, 'base64url').toString('utf8'),
    ) ?? [];
  if (
    month === undefined ||
    startKey === undefined ||
    writeCursor({ month, startKey }) !== cursor
  ) {
    throw new ProblemError('INVALID_CURSOR');
  }
  return { month, startKey };
}
