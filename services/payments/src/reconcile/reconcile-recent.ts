import {
  findRecentShows,
  readJournalPage,
  readListed,
  readShow,
  type ShowRecord,
  type Store,
} from '@willcall/store';
import { comparingFor } from './comparing.ts';
import {
  type ComparingOf,
  collectFindings,
  type Findings,
  type FindingsCollector,
} from './findings.ts';
import { type ComparedPurchase, toCompared } from './purchase-facts.ts';
import {
  type FactSources,
  listStageIntents,
  type OrderedIntent,
  readPurchasesOf,
  tellMissing,
  tellUnreadable,
} from './read-facts.ts';
import { cutSpan, type TimeSpan } from './time-spans.ts';

/**
 * Milliseconds. Turns are an hour apart and look back four. What happens to an intent and its hold is over after two
 * hours at most: the longest hold is one hour, the provider's patience 15 minutes, a change is in flight for 15
 * minutes, and the rest is for waiting buyers, whose holds are prolonged. So at least two turns see each purchase
 * after that, and one of them may fail. Later changes (refunds, disputes) are told by webhooks, and
 * `willcall reconcile --show` finds them at any time.
 */
const WINDOW_MS = 4 * 60 * 60_000;

/** Milliseconds. The intents of this time are in memory together: 54,000, if 60 were made in each second. */
const PIECE_MS = 15 * 60_000;

/** Entries of the journal that are read together: up to 100 purchases in full batches. */
const ENTRIES_PER_PAGE = 10;

type RecentSources = Omit<FactSources, 'store'> & {
  readonly store: Store<'shows' | 'journal' | 'purchases'>;
  readonly clock: () => Date;
  readonly refundsPerSecond: number;
  /** Milliseconds until the rest must be left to a later turn. */
  readonly timeLeft: () => number;
};

/** What a turn found. */
export type RecentFindings = Findings & {
  /** Quarters of an hour and shows that were not reached in time. */
  readonly left: number;
  /** Why some of them could not be compared: the first StoreError or ProviderError. */
  readonly failure?: unknown;
};

/**
 * Compares the money of the last hours, both ways: the intents that the provider made since then with their purchases,
 * and the purchases that the journals of recent paid shows name since then. The oldest come first, because what is
 * left is looked at again. It costs one call for each 100 intents, 1 read unit for each purchase, and 1 for each
 * shard of those shows, however large the tables are.
 *
 * @throws StoreError STORE_UNAVAILABLE, UnreadableRecord of the calendar
 */
export async function reconcileRecent(sources: RecentSources): Promise<RecentFindings> {
  const { store, clock, timeLeft } = sources;
  const now = clock();
  const window = { from: new Date(now.getTime() - WINDOW_MS), to: now };
  const { shows, unreadable } = await findRecentShows(store, now);
  const paid = shows.filter(({ payment }) => payment === 'PROVIDER');
  const findings = collectFindings(sources, compareByShow(sources, paid, now));
  findings.tell(
    unreadable.map((showId) => ({
      code: 'PURCHASE_UNREADABLE',
      message: `Show ${showId} cannot be read, and its purchases are not compared`,
    })),
  );
  const steps = [
    ...cutSpan(window, PIECE_MS).map((piece) => () => compareIntents(sources, findings, piece)),
    ...paid.map((show) => () => compareNamed(sources, findings, { show, since: window.from })),
  ];
  let left = 0;
  const failures: unknown[] = [];
  for (const step of steps) {
    if (timeLeft() > 0) await step().catch((error: unknown) => failures.push(error));
    else left += 1;
  }
  return { ...findings.result(), left, ...(failures.length > 0 ? { failure: failures[0] } : {}) };
}

/** Compares each purchase by the rules of its show, which is read once. */
function compareByShow(
  { store, refundsPerSecond }: RecentSources,
  recent: readonly ShowRecord[],
  now: Date,
): ComparingOf {
  const shows = new Map<string, Promise<ShowRecord | undefined>>(
    recent.map((show) => [show.showId, Promise.resolve(show)]),
  );
  const find = (showId: string) => {
    const show = shows.get(showId) ?? readShow(store, showId, { consistent: false });
    shows.set(showId, show);
    return show;
  };
  return async (purchase: ComparedPurchase | undefined) => {
    const showId = purchase?.showId;
    const show = showId === undefined ? undefined : await find(showId);
    return comparingFor(show, { now, refundsPerSecond });
  };
}

async function compareIntents(
  sources: RecentSources,
  findings: FindingsCollector,
  piece: TimeSpan,
): Promise<void> {
  const intents: OrderedIntent[] = [];
  for await (const intent of listStageIntents(sources, piece)) intents.push(intent);
  const { facts, unreadable } = await readPurchasesOf(sources, intents);
  findings.tell(unreadable);
  await findings.compare(facts);
}

/** Judges the purchases that the journal of a show names since a time by their records: holds past their end, refunds. */
async function compareNamed(
  { store }: RecentSources,
  findings: FindingsCollector,
  { show, since }: { readonly show: ShowRecord; readonly since: Date },
): Promise<void> {
  for (let shard = 0; shard < show.buckets; shard += 1) {
    // The keys of entries begin with their time.
    let after: string | undefined = since.toISOString();
    while (after !== undefined) {
      const page: Awaited<ReturnType<typeof readJournalPage>> = await readJournalPage(
        store,
        show.showId,
        shard,
        { after, limit: ENTRIES_PER_PAGE },
      );
      const listed = await readListed(
        store,
        page.entries.flatMap(({ purchases }) => purchases),
      );
      findings.tell([...page.unreadable, ...listed.unreadable].map(tellUnreadable));
      findings.tell(listed.missing.map(tellMissing));
      await findings.compare(
        listed.purchases.map((record) => ({ purchase: toCompared(record), intents: [] })),
      );
      after = page.next;
    }
  }
}
