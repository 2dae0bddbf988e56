type Waiting<T, R> = {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
};

/**
 * Collects what concurrent changes write at the same time, and writes it together. A batch of a hundred
 * purchases then makes 4 calls, not 100. Each item has a result of its own, so an item that fails holds up
 * only the change that writes it.
 *
 * @param writeAll returns one result for each item, in order.
 */
export function collectCalls<T, R>(
  writeAll: (items: readonly T[]) => Promise<readonly PromiseSettledResult<R>[]>,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  const write = async () => {
    const together = waiting;
    waiting = [];
    try {
      const results = await writeAll(together.map(({ item }) => item));
      for (const [index, { resolve, reject }] of together.entries()) {
        const result = results[index];
        if (result?.status === 'fulfilled') resolve(result.value);
        else reject(result?.reason ?? new TypeError('An item has no result'));
      }
    } catch (error) {
      for (const { reject } of together) reject(error);
    }
  };
  return (item) =>
    new Promise((resolve, reject) => {
      // Runs after all changes have taken the step that they can take without waiting.
      if (waiting.length === 0) setImmediate(() => void write());
      waiting.push({ item, resolve, reject });
    });
}
