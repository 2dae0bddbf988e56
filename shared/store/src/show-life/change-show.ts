import { randomUUID } from 'node:crypto';
import type { Money } from '@willcall/contracts';
import type { Allocation } from '@willcall/domain';
import { registerShowJob } from '../jobs/show-job.ts';
import { shardKey, startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import {
  addMonth,
  changeShowItem,
  countReturn,
  createUnchangedCondition,
  type UpdatedShow,
} from '../shows/update-show.ts';
import { type TransactionAction, transact } from '../transact.ts';

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
 * It costs 2 write units for each of the show, its indexes and the stock shards, and 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export async function changeShow(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  changes: ShowChanges,
): Promise<ChangedShow> {
  return commitChange(store, 'change the show', seen.showId, planActions(store, seen, changes));
}

/**
 * Commits a change of a show, and reads the show as it is then.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `change the show`.
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE; the change may then be made.
 */
export async function commitChange(
  store: Store<'shows'>,
  what: string,
  showId: string,
  actions: readonly TransactionAction[],
): Promise<ChangedShow> {
  const outcome = await transact(store, what, actions, randomUUID());
  if (outcome.kind === 'cancelled' && outcome.reasons.includes('conflict')) return 'conflict';
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) return 'no-such-show';
  return outcome.kind === 'committed' ? show : 'refused';
}

function planActions(
  store: Store<'shows' | 'stock'>,
  seen: ShowRecord,
  changes: ShowChanges,
): TransactionAction[] {
  const { showId } = seen;
  const { startsAt, capacity, at, correlationId } = changes;
  const { sets, removes, seen: restsOn } = planShowChange(seen, changes);
  const isReturn = capacity !== undefined && capacity.to > seen.capacity;
  const changeItem = isReturn ? countReturn : changeShowItem;
  return [
    changeItem(store, showId, {
      sets,
      removes,
      where: createUnchangedCondition(restsOn),
      at,
      correlationId,
    }),
    ...(startsAt === undefined
      ? []
      : [addMonth(store, startsAt), registerShowJob(store, { kind: 'reminders', showId, at })]),
    ...(capacity === undefined
      ? []
      : moveStock(store, showId, capacity.stock, isReturn ? 'add' : 'take')),
  ];
}

/** A change as attributes: what is set, what is removed, and what it rests on. */
type ShowChangePlan = {
  readonly sets: Readonly<Record<string, unknown>>;
  readonly removes: readonly string[];
  readonly seen: Readonly<Record<string, unknown>>;
};

/** What a request changes of a show, and of which attributes it must be true that nobody else has changed them. */
export function planShowChange(seen: ShowRecord, changes: ShowChanges): ShowChangePlan {
  const parts = [
    planPriceChange(seen, changes),
    planPause(seen, changes),
    planWindowChange(seen, changes),
    planCapacityChange(seen, changes),
    // A cancelled show stays as it is.
    { sets: {}, removes: [], seen: { cancelledAt: undefined } },
  ];
  return {
    sets: Object.assign({}, ...parts.map(({ sets }) => sets)),
    removes: parts.flatMap(({ removes }) => removes),
    seen: Object.assign({}, ...parts.map((part) => part.seen)),
  };
}

const unchanged: ShowChangePlan = { sets: {}, removes: [], seen: {} };

/** The version is compared as well as the price, since a price may come back to what it was. */
function planPriceChange(
  { price, priceVersion }: ShowRecord,
  changes: ShowChanges,
): ShowChangePlan {
  if (changes.price === undefined) return unchanged;
  return {
    sets: { price: changes.price, priceVersion: priceVersion + 1 },
    removes: [],
    seen: { price, priceVersion },
  };
}

function planPause({ onSale }: ShowRecord, changes: ShowChanges): ShowChangePlan {
  if (changes.onSale === undefined) return unchanged;
  const since = changes.onSale ? { resumedAt: changes.at } : { pausedAt: changes.at };
  return { sets: { onSale: changes.onSale, ...since }, removes: [], seen: { onSale } };
}

/** Start, opening and closing were judged together, so they are compared together. */
function planWindowChange(show: ShowRecord, changes: ShowChanges): ShowChangePlan {
  const { startsAt, saleOpensAt, saleClosesAt } = changes;
  const asked = Object.entries({ startsAt, saleOpensAt, saleClosesAt });
  const isGiven = ([, value]: (typeof asked)[number]) => value !== undefined && value !== null;
  if (asked.every(([, value]) => value === undefined)) return unchanged;
  const keys = startsAt && {
    startMonth: startMonth(startsAt),
    startKey: startKey(startsAt, show.showId),
  };
  return {
    sets: { ...Object.fromEntries(asked.filter(isGiven)), ...keys },
    removes: asked.flatMap(([name, value]) => (value === null ? [name] : [])),
    seen: {
      startsAt: show.startsAt,
      saleOpensAt: show.saleOpensAt,
      saleClosesAt: show.saleClosesAt,
    },
  };
}

function planCapacityChange({ capacity }: ShowRecord, changes: ShowChanges): ShowChangePlan {
  if (changes.capacity === undefined) return unchanged;
  return { sets: { capacity: changes.capacity.to }, removes: [], seen: { capacity } };
}

/** Adds unsold tickets to shards of a show, or takes them away where they are still unsold. */
const moveStock = (
  store: Store<'stock'>,
  showId: string,
  stock: readonly Allocation[],
  direction: 'add' | 'take',
): TransactionAction[] =>
  stock.map(({ shard, quantity }) => ({
    Update: {
      TableName: store.tables.stock,
      Key: { bucketKey: shardKey(showId, shard) },
      ...stockMoves[direction],
      ExpressionAttributeValues: { ':tickets': quantity },
    },
  }));

const stockMoves = {
  add: {
    UpdateExpression: 'SET available = available + :tickets',
    ConditionExpression: 'attribute_exists(bucketKey)',
  },
  take: {
    UpdateExpression: 'SET available = available - :tickets',
    ConditionExpression: 'available >= :tickets',
  },
} as const;
