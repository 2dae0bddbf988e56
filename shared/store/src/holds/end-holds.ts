import type { Store } from '../open-store.ts';
import {
  type ChangeSeams,
  type ChangeStep,
  changeTogether,
  countChangeable,
  type FailedChange,
} from '../purchases/change-together.ts';
import type { Ledgers } from '../purchases/ledger.ts';
import type { HeldPurchase, PurchaseRecord } from '../purchases/purchase-record.ts';
import type { ShowRecord } from '../shows/show-record.ts';

/** What became of holds. */
export type EndedHolds<R extends PurchaseRecord> = {
  /** The records of the holds that this call has ended. */
  readonly ended: readonly R[];
  /**
   * The current records of purchases that are no longer as the caller read them: another call was faster, or an
   * earlier try of this one has taken effect.
   */
  readonly overtaken: readonly PurchaseRecord[];
  /** A retry does not help: a person must repair a record first. */
  readonly failed: readonly FailedChange<HeldPurchase>[];
};

/** How held purchases of one show end. `E` says how a single one does. */
export type HoldEnding<E, R extends PurchaseRecord> = {
  readonly what: string;
  readonly releasesSeats: boolean;
  readonly plan: (
    holds: readonly EndingHold<E>[],
    context: { readonly at: string; readonly ledgers: Ledgers['ledgers'] },
  ) => readonly ChangeStep<EndingHold<E>>[];
  /** Whether a hold that was read again is still as it was. */
  readonly isSame: (planned: EndingHold<E>, current: HeldPurchase) => boolean;
  readonly toEnded: (hold: EndingHold<E>) => R;
};

/** A held purchase, and how it ends. */
export type EndingHold<E> = HeldPurchase & { readonly ending: E };

/** The journal is the only other item of the transactions. */
const OTHERS = 1;

/**
 * Ends held purchases of one show, as many at a time as one transaction takes. See `changeTogether`.
 *
 * @throws StoreError STORE_UNAVAILABLE: any of them may have ended, and it is safe to retry.
 */
export async function endHolds<E, R extends PurchaseRecord>(
  store: Store,
  show: ShowRecord,
  holds: readonly EndingHold<E>[],
  { what, releasesSeats, plan, isSame, toEnded }: HoldEnding<E, R>,
  seams: ChangeSeams,
): Promise<EndedHolds<R>> {
  const ended: R[] = [];
  const overtaken: PurchaseRecord[] = [];
  const failed: FailedChange<HeldPurchase>[] = [];
  const change = {
    what,
    plan,
    renew: (planned: EndingHold<E>, current: PurchaseRecord) => {
      if (current.status !== 'HELD') return undefined;
      const hold = { ...current, status: current.status };
      return isSame(planned, hold) ? { ...hold, ending: planned.ending } : undefined;
    },
  };
  for (let rest = holds; rest.length > 0; ) {
    const count = countChangeable(show, rest, { releasesSeats, others: OTHERS });
    const result = await changeTogether(store, show, rest.slice(0, count), change, seams);
    ended.push(...result.changed.map(toEnded));
    overtaken.push(...result.overtaken);
    failed.push(...result.failed);
    rest = rest.slice(count);
  }
  return { ended, overtaken, failed };
}
