import type { Kept } from './keep-fresh.ts';

/** Reads at the first call and keeps that for the life of the environment. A failure is not kept. */
export function keepOnce<T>(read: () => Promise<T>): Kept<T> {
  let kept: Promise<T> | undefined;
  return () => {
    kept ??= read().catch((error: unknown) => {
      kept = undefined;
      throw error;
    });
    return kept;
  };
}
