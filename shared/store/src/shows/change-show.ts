import { randomUUID } from 'node:crypto';
import type { Money } from '@willcall/contracts';
import type { Allocation } from '@willcall/domain';
import { registerShowJob } from '../jobs/register-show-job.ts';
import type { Store } from '../store.ts';
import { type TransactionAction, transact } from '../transact.ts';
import { calendarAction } from './calendar-action.ts';
import type { UpdatedShow } from './conditional-update.ts';
import { readShow } from './read-show.ts';
import { showAction } from './show-action.ts';
import { showChange } from './show-change.ts';
import type { ShowRecord } from './show-record.ts';
import { stillIs } from './still-is.ts';
import { stockActions } from './stock-actions.ts';
import { stockReturned } from './stock-returned.ts';

/** What becomes different of a show, and by which request. */
export type ShowChanges = {
  /** Other than the show's, in its currency. */
  readonly price?: Money | undefined;
  readonly onSale?: boolean | undefined;
  readonly startsAt?: string | undefined;
  /** `null` takes it away. */
  readonly saleOpensAt?: string | null | undefined;
  readonly saleClosesAt?: string | null | undefined;
  readonly capacity?: {
    readonly to: number;
    /** Where the difference is added to the stock, or taken from it. */
    readonly stock: readonly Allocation[];
  };
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** A show after its change, or why nothing was changed. */
export type ChangedShow =
  | UpdatedShow
  /** Another transaction was at work on the same items. */
  | 'conflict';

/**
 * Changes a show all at once or not at all, where what changes is still what `seen` says. A new price
 * is counted; a new start is entered into the calendar, and the job that moves the reminders is
 * registered; a new capacity comes with its stock.
 *
 *     read capacity 100 ── another request sets 90 ── change(100 → 120) ✗ refused: read again
 *
 * It costs 2 write units for each of the show, its indexes and the stock buckets, and 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export async function changeShow(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  changes: ShowChanges,
): Promise<ChangedShow> {
  const actions = changeActions(store, seen, changes);
  const outcome = await transact(store, 'change the show', actions, randomUUID());
  if (outcome.kind === 'cancelled' && outcome.reasons.includes('conflict')) return 'conflict';
  const show = await readShow(store, seen.showId, { consistent: true });
  if (show === undefined) return 'no-such-show';
  return outcome.kind === 'committed' ? show : 'refused';
}

function changeActions(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  changes: ShowChanges,
): TransactionAction[] {
  const { showId } = seen;
  const { startsAt, capacity, at, correlationId } = changes;
  const change = showChange(seen, changes);
  const returnsStock = capacity !== undefined && capacity.to > seen.capacity;
  const { sets, removes } = change;
  const show = returnsStock
    ? stockReturned(store, { showId, at, correlationId, sets, removes, ...stillIs(change.seen) })
    : showAction(store, showId, {
        ...change,
        sets: { ...sets, updatedAt: at, correlationId },
      });
  return [
    show,
    ...(startsAt === undefined
      ? []
      : [
          calendarAction(store, startsAt),
          registerShowJob(store, { kind: 'reminders', showId, at }),
        ]),
    ...(capacity === undefined
      ? []
      : stockActions(store, showId, capacity.stock, returnsStock ? 'add' : 'take')),
  ];
}
