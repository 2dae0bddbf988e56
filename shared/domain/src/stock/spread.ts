import type { Allocation, SeenStock } from './allocate.ts';

/**
 * Spreads additional tickets over the `widest` emptiest buckets, so that these end up as level as
 * whole numbers allow.
 *
 *     3 more over [4, 0, 1], widest 2  →  [4, 2, 2]
 *
 * @param widest at least 1.
 */
export function spread(quantity: number, seen: SeenStock, widest: number): Allocation[] {
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
