import type { ConfirmedPurchase, ShowJob, ShowRecord } from '@willcall/store';
import { workCounted, workedAtOnce, workOn } from '../purchase/work-on.ts';
import type { ShowJobsDependencies } from '../turn/dependencies.ts';

/** How far it came: the first `done` purchases, of which some were changed and some cannot be. */
export type Work = {
  readonly done: number;
  readonly changed: number;
  readonly failures: number;
  /** Why it ended there, when that was not for want of time or of purchases. */
  readonly error?: unknown;
};

/**
 * Works on purchases in their order, until the time is up or a fault says that it may pass. A purchase
 * that no retry can help is logged and left behind: the others are not to wait for it.
 */
export async function workThrough(
  purchases: readonly ConfirmedPurchase[],
  { kind }: Pick<ShowJob, 'kind'>,
  show: ShowRecord,
  dependencies: ShowJobsDependencies,
): Promise<Work> {
  const { timeLeft, measure } = dependencies;
  const atOnce = workedAtOnce[kind];
  let changed = 0;
  let failures = 0;
  let done = 0;
  while (done < purchases.length && timeLeft() > 0) {
    const group = purchases.slice(done, done + atOnce);
    const results = await Promise.allSettled(
      group.map((purchase) => workOn[kind](purchase, show, dependencies)),
    );
    const moved = results.filter((result) => result.status === 'fulfilled' && result.value).length;
    if (moved > 0) measure.count(workCounted[kind], moved);
    changed += moved;
    const errors = results.map((result) =>
      result.status === 'rejected' ? { error: result.reason as unknown } : undefined,
    );
    const passing = errors.find((failure) => failure !== undefined && !isHopeless(failure.error));
    if (passing !== undefined) return { done, changed, failures, error: passing.error };
    for (const [index, failure] of errors.entries()) {
      if (failure === undefined) continue;
      failures += 1;
      logFailure(group[index], failure.error, dependencies);
    }
    done += group.length;
  }
  return { done, changed, failures };
}

/** Every other error, unknown ones too, is taken for a passing fault. */
const isHopeless = (error: unknown): boolean => Reflect.get(Object(error), 'retryable') === false;

function logFailure(
  purchase: ConfirmedPurchase | undefined,
  error: unknown,
  { log, measure }: ShowJobsDependencies,
): void {
  measure.count('ShowJobPurchasesFailed');
  log.error('A purchase did not follow its show', {
    purchaseId: purchase?.purchaseId ?? '',
    showId: purchase?.showId ?? '',
    error,
  });
}
