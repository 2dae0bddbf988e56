import { createHash } from 'node:crypto';
import { lengthPrefixed } from '@willcall/domain';

/** The partition of one of a show's seat buckets, e.g. `gT4vXo1sKd9Qe2Lb#3`. */
export const seatBucket = (showId: string, bucket: number): string => `${showId}#${bucket}`;

/**
 * Which of its show's seat buckets a seat is in: computed from its id, so that a seat is found without
 * an index and the seats of a row stand in different partitions.
 */
export const bucketOfSeat = ({ buckets }: { readonly buckets: number }, seatId: string): number =>
  createHash('sha256').update(lengthPrefixed('seat', seatId)).digest().readUInt32BE() % buckets;

/**
 * The key of a seat.
 *
 * @param show its `buckets` never change, so a seat stays where it is.
 */
export const seatKey = (
  show: { readonly showId: string; readonly buckets: number },
  seatId: string,
): { readonly seatBucket: string; readonly seatId: string } => ({
  seatBucket: seatBucket(show.showId, bucketOfSeat(show, seatId)),
  seatId,
});
