import { createHash } from 'node:crypto';
import { lengthPrefixed } from '@willcall/domain';

/** The partition of one of a show's seat buckets, e.g. `gT4vXo1sKd9Qe2Lb#3`. */
export const seatBucket = (showId: string, bucket: number): string => `${showId}#${bucket}`;

/**
 * The key of a seat. Its bucket is computed from its id, so that a seat is found without an index and
 * the seats of a row stand in different partitions.
 *
 * @param show its `buckets` never change, so a seat stays where it is.
 */
export const seatKey = (
  { showId, buckets }: { readonly showId: string; readonly buckets: number },
  seatId: string,
): { readonly seatBucket: string; readonly seatId: string } => {
  const hash = createHash('sha256').update(lengthPrefixed('seat', seatId)).digest();
  return { seatBucket: seatBucket(showId, hash.readUInt32BE() % buckets), seatId };
};
