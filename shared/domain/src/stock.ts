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

/** So many tickets of one bucket. */
export type Allocation = { readonly bucket: number; readonly quantity: number };

/** What a consistent look at a show's stock found: the tickets left in each bucket, by its number. */
export type SeenStock = readonly number[];

/**
 * Takes `quantity` tickets from the buckets seen: from the preferred one when it has enough, else from
 * any one that has (picked at random, so that workers who moved at once do not meet again), else from
 * the fullest ones. The caller has made sure that the buckets together hold enough.
 */
export function allocate(
  quantity: number,
  seen: SeenStock,
  preferred: number,
  random: () => number,
): Allocation[] {
  if ((seen[preferred] ?? 0) >= quantity) return [{ bucket: preferred, quantity }];
  const able = seen.flatMap((available, bucket) => (available >= quantity ? [bucket] : []));
  const single = able[Math.floor(random() * able.length)];
  if (single !== undefined) return [{ bucket: single, quantity }];

  const fullestFirst = seen
    .map((available, bucket) => ({ available, bucket }))
    .sort((a, b) => b.available - a.available);
  const taken: Allocation[] = [];
  let missing = quantity;
  for (const { available, bucket } of fullestFirst) {
    const part = Math.min(available, missing);
    if (part <= 0) break;
    taken.push({ bucket, quantity: part });
    missing -= part;
  }
  return taken;
}

export type Resize = {
  /** How many tickets more the show is to have; fewer when below zero. */
  readonly difference: number;
  readonly seen: SeenStock;
  /** The most buckets to add to: a transaction over few of them meets few sales. */
  readonly widest: number;
  /** As Math.random: from 0 up to 1. */
  readonly random: () => number;
};

/**
 * Where the tickets of a changed capacity are added to the stock, or taken from it. Additions go to
 * as many buckets as a house of their number would have, to the emptiest ones; what is taken comes
 * from as few as hold it. Undefined when fewer are left than are to be taken.
 */
export function resizeStock({
  difference,
  seen,
  widest,
  random,
}: Resize): readonly Allocation[] | undefined {
  if (difference >= 0) {
    return spread(difference, seen, bucketCount(difference, Math.min(widest, seen.length)));
  }
  const taken = -difference;
  if (seen.reduce((sum, available) => sum + available, 0) < taken) return undefined;
  // The fullest bucket is the one that workers need least.
  return allocate(taken, seen, seen.indexOf(Math.max(...seen)), random);
}

/**
 * Spreads additional tickets over the `widest` emptiest buckets, so that these end up as level as
 * whole numbers allow.
 *
 *     3 more over [4, 0, 1], widest 2  →  [4, 2, 2]
 *
 * @param widest at least 1.
 */
function spread(quantity: number, seen: SeenStock, widest: number): Allocation[] {
  const emptiest = seen
    .map((available, bucket) => ({ available, bucket }))
    .sort((a, b) => a.available - b.available)
    .slice(0, widest);
  while (emptiest.length > 1) {
    const { level } = levelOf(emptiest, quantity);
    // The fullest one would have to give tickets away: the others share them.
    if ((emptiest.at(-1)?.available ?? 0) <= level) break;
    emptiest.pop();
  }
  const { level, over } = levelOf(emptiest, quantity);
  return emptiest
    .map(({ available, bucket }, index) => ({
      bucket,
      quantity: level + (index < over ? 1 : 0) - available,
    }))
    .filter((addition) => addition.quantity > 0);
}

/** What each bucket comes to, and how many of them get one ticket more. */
function levelOf(buckets: readonly { readonly available: number }[], quantity: number) {
  const all = buckets.reduce((sum, { available }) => sum + available, quantity);
  return { level: Math.floor(all / buckets.length), over: all % buckets.length };
}
