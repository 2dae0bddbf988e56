/** The maximum number of concurrent workers. (DynamoDB allows 100 actions in a transaction; 64 leaves room.) */
export const MAX_SHARDS = 64;

/** A full batch of the largest purchases (10 messages × 8 tickets) fits into one shard. */
const MIN_TICKETS_PER_SHARD = 80;

/** The number of stock shards of a show: 1 to `max`, fewer for a small show. It is fixed when the show is created. */
export const countShards = (capacity: number, max: number = MAX_SHARDS): number =>
  Math.max(1, Math.min(max, MAX_SHARDS, Math.floor(capacity / MIN_TICKETS_PER_SHARD)));

/** Splits a capacity into shards as evenly as whole numbers allow. */
export const splitCapacity = (capacity: number, shardCount: number): number[] =>
  Array.from(
    { length: shardCount },
    (_, shard) => Math.floor(capacity / shardCount) + (shard < capacity % shardCount ? 1 : 0),
  );

/** A number of tickets of one shard. */
export type Allocation = { readonly shard: number; readonly quantity: number };

/** The result of a consistent read of a show's stock: the tickets left in each shard, by shard number. */
export type StockByShard = readonly number[];

/**
 * Allocates `quantity` tickets: from the preferred shard if it has enough, else from another shard that
 * has enough (at random, so that workers that move at once do not collide again), else from the fullest
 * shards. The caller must make sure that the shards together have enough.
 */
export function allocate(
  quantity: number,
  seen: StockByShard,
  preferred: number,
  random: () => number,
): Allocation[] {
  if ((seen[preferred] ?? 0) >= quantity) return [{ shard: preferred, quantity }];
  const able = seen.flatMap((available, shard) => (available >= quantity ? [shard] : []));
  const single = able[Math.floor(random() * able.length)];
  if (single !== undefined) return [{ shard: single, quantity }];

  const fullestFirst = seen
    .map((available, shard) => ({ available, shard }))
    .sort((a, b) => b.available - a.available);
  const taken: Allocation[] = [];
  let missing = quantity;
  for (const { available, shard } of fullestFirst) {
    const part = Math.min(available, missing);
    if (part <= 0) break;
    taken.push({ shard, quantity: part });
    missing -= part;
  }
  return taken;
}

export type Resize = {
  /** The number of tickets to add, or to remove if negative. */
  readonly difference: number;
  readonly seen: StockByShard;
  /** The most shards to add to. A transaction over fewer shards conflicts with fewer sales. */
  readonly maxShards: number;
  /** Like Math.random: at least 0 and below 1. */
  readonly random: () => number;
};

/**
 * Distributes a change of capacity over the stock shards. Added tickets go to the emptiest shards, as
 * many as a show of that size would have. Removed tickets come from as few shards as possible. Returns
 * undefined if too few tickets are left to remove.
 */
export function resizeStock({
  difference,
  seen,
  maxShards,
  random,
}: Resize): readonly Allocation[] | undefined {
  if (difference >= 0) {
    return spreadTickets(
      difference,
      seen,
      countShards(difference, Math.min(maxShards, seen.length)),
    );
  }
  const taken = -difference;
  if (seen.reduce((sum, available) => sum + available, 0) < taken) return undefined;
  // Workers need the fullest shard least.
  return allocate(taken, seen, seen.indexOf(Math.max(...seen)), random);
}

/**
 * Spreads additional tickets over the `maxShards` emptiest shards. These then have equal stock, as far as
 * whole numbers allow.
 *
 *     3 more over [4, 0, 1], maxShards 2  →  [4, 2, 2]
 *
 * @param maxShards at least 1.
 */
function spreadTickets(quantity: number, seen: StockByShard, maxShards: number): Allocation[] {
  const emptiest = seen
    .map((available, shard) => ({ available, shard }))
    .sort((a, b) => a.available - b.available)
    .slice(0, maxShards);
  while (emptiest.length > 1) {
    const { level } = computeLevel(emptiest, quantity);
    // The fullest shard is above the level already, so only the others get tickets.
    if ((emptiest.at(-1)?.available ?? 0) <= level) break;
    emptiest.pop();
  }
  const { level, over } = computeLevel(emptiest, quantity);
  return emptiest
    .map(({ available, shard }, index) => ({
      shard,
      quantity: level + (index < over ? 1 : 0) - available,
    }))
    .filter((addition) => addition.quantity > 0);
}

/** The new stock of each shard, and how many shards get one more ticket. */
function computeLevel(shards: readonly { readonly available: number }[], quantity: number) {
  const all = shards.reduce((sum, { available }) => sum + available, quantity);
  return { level: Math.floor(all / shards.length), over: all % shards.length };
}
