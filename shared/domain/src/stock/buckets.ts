/** As many as there may be workers at once (DynamoDB allows 100 actions a transaction, 64 leave room). */
export const MAX_BUCKETS = 64;

/**
 * A bucket smaller than a full batch of largest purchases (10 messages × 8 tickets) would send every
 * batch to several buckets.
 */
const TICKETS_PER_BUCKET = 80;

/** How many stock buckets a show gets, fixed when it is made: 1 to `max`, fewer for a small house. */
export const bucketCount = (capacity: number, max: number = MAX_BUCKETS): number =>
  Math.max(1, Math.min(max, MAX_BUCKETS, Math.floor(capacity / TICKETS_PER_BUCKET)));

/** The tickets of each bucket: as even as whole numbers allow. */
export const splitCapacity = (capacity: number, buckets: number): number[] =>
  Array.from(
    { length: buckets },
    (_, bucket) => Math.floor(capacity / buckets) + (bucket < capacity % buckets ? 1 : 0),
  );
