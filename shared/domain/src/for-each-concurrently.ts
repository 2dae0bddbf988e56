/**
 * Works on items concurrently, in their order, a limited number at a time. Work that has started goes
 * on if another item fails.
 *
 * @param concurrency the number of items at a time.
 * @throws the first error of the work.
 */
export async function forEachConcurrently<T>(
  items: readonly T[],
  concurrency: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const waiting = items.values();
  const workInTurn = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: concurrency }, workInTurn));
}
