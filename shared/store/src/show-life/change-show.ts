import { randomUUID } from 'node:crypto';
import type { Money } from '@willcall/contracts';
import { type Allocation, isBeforeSale } from '@willcall/domain';
import { registerShowJob } from '../jobs/show-job.ts';
import { putEntry } from '../journal/journal-entry.ts';
import { startKey, startMonth } from '../keys.ts';
import type { Store } from '../open-store.ts';
import { readShow, type ShowRecord } from '../shows/show-record.ts';
import { planJoiningTitle, planLeavingTitle } from '../shows/titles.ts';
import {
  addMonth,
  changeShowItem,
  countReturn,
  createUnchangedCondition,
  type UpdatedShow,
} from '../shows/update-show.ts';
import { postToShards, transactOnStock } from '../stock/stock-shards.ts';
import type { TransactionAction, TransactionOutcome } from '../write-items.ts';

/** The changes to a show, and the request that makes them. */
export type ShowChanges = {
  readonly name?: string | undefined;
  readonly venue?: string | undefined;
  /** An IANA name. `null` removes it. */
  readonly timeZone?: string | null | undefined;
  /** Differs from the current price, in the same currency. */
  readonly price?: Money | undefined;
  readonly onSale?: boolean | undefined;
  readonly startsAt?: string | undefined;
  /** `null` removes it. */
  readonly saleOpensAt?: string | null | undefined;
  readonly saleClosesAt?: string | null | undefined;
  readonly capacity?: {
    readonly to: number;
    /** The shards that the difference is added to or taken from. */
    readonly stock: readonly Allocation[];
  };
  /** ISO 8601: now. */
  readonly at: string;
  readonly correlationId: string;
};

/** The changed show, or why nothing changed. */
export type ChangedShow =
  | UpdatedShow
  /** Another transaction was using the same items. */
  | 'conflict';

/**
 * Changes a show in one transaction, if the affected attributes are unchanged since `seen` was
 * read. A new name moves the show to another title. A new price increments the price version. A new start
 * is added to the calendar, and registers the job that moves the reminders. A new capacity changes the stock.
 *
 *     read capacity 100 ── another request sets 90 ── change(100 → 120) ✗ refused: read again
 *
 * It costs 2 write units for each of the show, its indexes, the stock shards and their entry in the
 * journal, and 1 read unit.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may have changed.
 */
export async function changeShow(
  store: Store<'shows' | 'stock' | 'journal'>,
  seen: ShowRecord,
  changes: ShowChanges,
): Promise<ChangedShow> {
  const { name } = changes;
  const titles = name === undefined ? [] : await planRenaming(store, seen, name);
  const actions = [...planActions(store, seen, changes), ...titles];
  const outcome = await transactOnStock(store, seen, {
    what: 'change the show',
    actions,
    token: randomUUID(),
    at: changes.at,
  });
  return readChangedShow(store, seen.showId, outcome);
}

/**
 * Reads a show after the transaction that changes it.
 *
 * @throws StoreError STORE_UNAVAILABLE, RECORD_UNREADABLE: the show may have changed.
 */
export async function readChangedShow(
  store: Store<'shows'>,
  showId: string,
  outcome: TransactionOutcome,
): Promise<ChangedShow> {
  if (outcome.kind === 'cancelled' && outcome.reasons.includes('conflict')) return 'conflict';
  const show = await readShow(store, showId, { consistent: true });
  if (show === undefined) return 'no-such-show';
  return outcome.kind === 'committed' ? show : 'refused';
}

const planRenaming = async (
  store: Store<'shows'>,
  seen: ShowRecord,
  name: string,
): Promise<TransactionAction[]> => [
  ...(await planLeavingTitle(store, seen)),
  ...(await planJoiningTitle(store, name)),
];

function planActions(
  store: Store<'shows' | 'stock' | 'journal'>,
  seen: ShowRecord,
  changes: ShowChanges,
): TransactionAction[] {
  const { showId } = seen;
  const { startsAt, capacity, at, correlationId } = changes;
  const { sets, removes, seen: expected } = planShowChange(seen, changes);
  const isReturn = capacity !== undefined && capacity.to > seen.capacity;
  const changeItem = isReturn ? countReturn : changeShowItem;
  return [
    changeItem(store, showId, {
      sets,
      removes,
      where: createUnchangedCondition(expected),
      at,
      correlationId,
    }),
    ...(startsAt === undefined
      ? []
      : [addMonth(store, startsAt), registerShowJob(store, { kind: 'reminders', showId, at })]),
    ...(capacity === undefined
      ? []
      : moveStock(store, showId, { ...capacity, direction: isReturn ? 'add' : 'take', at })),
  ];
}

/** A change as attributes: which are set, which are removed, and which must be unchanged. */
type ShowChangePlan = {
  readonly sets: Readonly<Record<string, unknown>>;
  readonly removes: readonly string[];
  readonly seen: Readonly<Record<string, unknown>>;
};

/** Computes the attributes that a request changes, and the attributes that must be unchanged. */
export function planShowChange(seen: ShowRecord, changes: ShowChanges): ShowChangePlan {
  const parts = [
    planDetailsChange(seen, changes),
    planPriceChange(seen, changes),
    planPause(seen, changes),
    planWindowChange(seen, changes),
    planCapacityChange(seen, changes),
    // A cancelled show cannot change.
    { sets: {}, removes: [], seen: { cancelledAt: undefined } },
  ];
  return {
    sets: Object.assign({}, ...parts.map(({ sets }) => sets)),
    removes: parts.flatMap(({ removes }) => removes),
    seen: Object.assign({}, ...parts.map((part) => part.seen)),
  };
}

const unchanged: ShowChangePlan = { sets: {}, removes: [], seen: {} };

/** The indexes and the events follow the show. */
function planDetailsChange(
  seen: ShowRecord,
  { name, venue, timeZone }: ShowChanges,
): ShowChangePlan {
  return {
    sets: {
      ...(name === undefined ? {} : { name }),
      ...(venue === undefined ? {} : { venue }),
      ...(typeof timeZone === 'string' ? { timeZone } : {}),
    },
    removes: timeZone === null ? ['timeZone'] : [],
    seen: {
      ...(name === undefined ? {} : { name: seen.name }),
      ...(venue === undefined ? {} : { venue: seen.venue }),
      ...(timeZone === undefined ? {} : { timeZone: seen.timeZone }),
    },
  };
}

/** The version is compared as well as the price, because a price may return to an earlier value. */
function planPriceChange(
  { price, priceVersion }: ShowRecord,
  changes: ShowChanges,
): ShowChangePlan {
  if (changes.price === undefined) return unchanged;
  const isFirstPaid = price.amount === 0 && changes.price.amount > 0;
  return {
    sets: {
      price: changes.price,
      priceVersion: priceVersion + 1,
      ...(isFirstPaid ? { paidSince: changes.at } : {}),
    },
    removes: [],
    seen: { price, priceVersion },
  };
}

function planPause({ onSale }: ShowRecord, changes: ShowChanges): ShowChangePlan {
  if (changes.onSale === undefined) return unchanged;
  const since = changes.onSale ? { resumedAt: changes.at } : { pausedAt: changes.at };
  return { sets: { onSale: changes.onSale, ...since }, removes: [], seen: { onSale } };
}

/** Start, opening and closing are validated together, so they are compared together. */
function planWindowChange(show: ShowRecord, changes: ShowChanges): ShowChangePlan {
  const { startsAt, saleOpensAt, saleClosesAt } = changes;
  const requested = Object.entries({ startsAt, saleOpensAt, saleClosesAt });
  const isGiven = ([, value]: (typeof requested)[number]) => value !== undefined && value !== null;
  if (requested.every(([, value]) => value === undefined)) return unchanged;
  const keys = startsAt && {
    startMonth: startMonth(startsAt),
    startKey: startKey(startsAt, show.showId),
    startMovedAt: changes.at,
  };
  return {
    sets: {
      ...Object.fromEntries(requested.filter(isGiven)),
      ...keys,
      ...(isPostponed(show, changes)
        ? {
            openingPostponedAt: changes.at,
            postponedOpening: show.saleOpensAt ?? show.createdAt,
          }
        : {}),
    },
    removes: requested.flatMap(([name, value]) => (value === null ? [name] : [])),
    seen: {
      startsAt: show.startsAt,
      saleOpensAt: show.saleOpensAt,
      saleClosesAt: show.saleClosesAt,
    },
  };
}

/** Whether purchases were accepted until this change, and are too early from now on. */
const isPostponed = (show: ShowRecord, { saleOpensAt, at }: ShowChanges): boolean =>
  typeof saleOpensAt === 'string' && !isBeforeSale(show, at) && isBeforeSale({ saleOpensAt }, at);

function planCapacityChange({ capacity }: ShowRecord, changes: ShowChanges): ShowChangePlan {
  if (changes.capacity === undefined) return unchanged;
  return { sets: { capacity: changes.capacity.to }, removes: [], seen: { capacity } };
}

type StockMove = {
  readonly stock: readonly Allocation[];
  readonly direction: 'add' | 'take';
  readonly at: string;
};

/** Adds unsold tickets to shards of a show, or removes them if they are still unsold. */
function moveStock(
  store: Store<'stock' | 'journal'>,
  showId: string,
  { stock, direction, at }: StockMove,
): TransactionAction[] {
  const postings = stock.map(({ shard, quantity }) => ({
    shard,
    available: direction === 'add' ? quantity : -quantity,
    held: 0,
    sold: 0,
    revenue: 0,
  }));
  return [
    ...postToShards(store, showId, postings),
    putEntry(store, showId, { kind: 'CAPACITY', postings, at }),
  ];
}
