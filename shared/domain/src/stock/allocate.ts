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
