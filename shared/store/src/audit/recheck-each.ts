import { forEachConcurrently } from '@willcall/domain';
import type { AuditDifference } from './differences.ts';

/**
 * Suspicions to check again. A sale of thousands of tickets during the audit yields as many, and
 * each costs a read of a few items.
 */
export const MAX_RECHECKS = 500;

/** Concurrent reads. */
const MAX_CONCURRENCY = 8;

/** Checks the first suspicions again, several at a time, and returns the differences that stand. */
export async function recheckEach<T>(
  suspicions: readonly T[],
  check: (suspicion: T) => Promise<readonly AuditDifference[]>,
): Promise<AuditDifference[]> {
  const standing: AuditDifference[] = [];
  await forEachConcurrently(suspicions.slice(0, MAX_RECHECKS), MAX_CONCURRENCY, async (each) => {
    standing.push(...(await check(each)));
  });
  return standing;
}
