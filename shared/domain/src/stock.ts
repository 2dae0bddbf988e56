/** As many as there may be workers at once (DynamoDB allows 100 actions a transaction, 64 leave room). */
export const MAX_SHARDS = 64;

/**
 * A shard smaller than a full batch of largest purchases (10 messages × 8 tickets) would send every
 * batch to several shards.
 */
const MIN_TICKETS_PER_SHARD = 80;

/** How many stock shards a show gets, fixed when it is made: 1 to `max`, fewer for a small house. */
export const countShards = (capacity: number, max: number = MAX_SHARDS): number =>
  Math.max(1, Math.min(max, MAX_SHARDS, Math.floor(capacity / MIN_TICKETS_PER_SHARD)));

/** The tickets of each shard: as even as whole numbers allow. */
export const splitCapacity = (capacity: number, shardCount: number): number[] =>
  Array.from(
    { length: shardCount },
    (_, shard) => Math.floor(capacity / shardCount) + (shard < capacity % shardCount ? 1 : 0),
  );

/** So many tickets of one shard. */
export type Allocation = { readonly shard: number; readonly quantity: number };

/** What a consistent look at a show's stock found: the tickets left in each shard, by its number. */
export type StockByShard = readonly number[];

/**
 * Takes `quantity` tickets from the shards seen: from the preferred one when it has enough, else from
 * any one that has (picked at random, so that workers who moved at once do not meet again), else from
 * the fullest ones. The caller has made sure that the shards together hold enough.
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
  /** How many tickets more the show is to have; fewer when below zero. */
  readonly difference: number;
  readonly seen: StockByShard;
  /** The most shards to add to: a transaction over few of them meets few sales. */
  readonly maxShards: number;
  /** As Math.random: from 0 up to 1. */
  readonly random: () => number;
};

/**
 * Where the tickets of a changed capacity are added to the stock, or taken from it. Additions go to
 * as many shards as a house of their number would have, to the emptiest ones; what is taken comes
 * from as few as hold it. Undefined when fewer are left than are to be taken.
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
  // The fullest shard is the one that workers need least.
  return allocate(taken, seen, seen.indexOf(Math.max(...seen)), random);
}

/**
 * Spreads additional tickets over the `maxShards` emptiest shards, so that these end up as level as
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
    // The fullest one would have to give tickets away: the others share them.
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

/** What each shard comes to, and how many of them get one ticket more. */
function computeLevel(shards: readonly { readonly available: number }[], quantity: number) {
  const all = shards.reduce((sum, { available }) => sum + available, quantity);
  return { level: Math.floor(all / shards.length), over: all % shards.length };
}
