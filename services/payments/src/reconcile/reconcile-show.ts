import { forEachSold, type ShowRecord, type Store } from '@willcall/store';
import { comparingFor } from './comparing.ts';
import type { Difference } from './differences.ts';
import { collectFindings, type Findings } from './findings.ts';
import {
  type ComparedPurchase,
  IN_FLIGHT_MS,
  type PurchaseFacts,
  toCompared,
} from './purchase-facts.ts';
import {
  type FactSources,
  listStageIntents,
  type OrderedIntent,
  readPurchasesOf,
  tellMissing,
  tellUnreadable,
} from './read-facts.ts';
import { joinSpans, type TimeSpan } from './time-spans.ts';

/** Milliseconds by which clocks differ, and an intent can be made after the end of its hold. */
const SLACK_MS = IN_FLIGHT_MS;

/** Intents whose purchases are read together. */
const INTENTS_PER_READ = 100;

type ShowSources = Omit<FactSources, 'store'> & {
  readonly store: Store<'journal' | 'purchases'>;
  readonly clock: () => Date;
  readonly refundsPerSecond: number;
  readonly onProgress?: (progress: {
    readonly purchases: number;
    readonly intents: number;
  }) => void;
};

/**
 * Compares the money of one show, both ways: the purchases of its journal with the provider's intents from the time of
 * their holds. 1 read unit for each purchase, and for each purchase of another show that was paid at the same time;
 * one call for each 100 intents. A few fields of each purchase and of its intents are in memory.
 *
 * @throws StoreError STORE_UNAVAILABLE; ProviderError
 */
export async function reconcileShow(sources: ShowSources, show: ShowRecord): Promise<Findings> {
  const { clock, refundsPerSecond, onProgress = () => undefined } = sources;
  const { purchases, unreadable } = await readPurchases(sources, show);
  const intents = new Map<string, OrderedIntent[]>();
  const foreign: PurchaseFacts[] = [];
  const told: Difference[] = [...unreadable];
  let seen = 0;
  const spans = joinSpans(
    [...purchases.values()].map((each) => toSpan(each, clock())),
    SLACK_MS,
  );
  for (const span of spans) {
    for await (const page of inPages(listStageIntents(sources, span))) {
      const found = await assign(sources, show, purchases, page);
      for (const intent of found.own) {
        const { purchaseId } = intent.order;
        intents.set(purchaseId, [...(intents.get(purchaseId) ?? []), intent]);
      }
      foreign.push(...found.unknown);
      told.push(...found.unreadable);
      seen += page.length;
      onProgress({ purchases: purchases.size, intents: seen });
    }
  }
  const context = { now: clock(), refundsPerSecond };
  const findings = collectFindings(sources, async () => comparingFor(show, context));
  findings.tell(told);
  await findings.compare(foreign);
  for (const purchase of purchases.values()) {
    await findings.compare([withIntents(purchase, intents.get(purchase.purchaseId) ?? [])]);
  }
  return findings.result();
}

/** Reads what is compared of the purchases that the journal of a show lists. */
async function readPurchases(
  { store, onProgress = () => undefined }: ShowSources,
  show: ShowRecord,
) {
  const purchases = new Map<string, ComparedPurchase>();
  const leftOut = await forEachSold(store, show, {
    onPurchases: (records) => {
      for (const record of records) purchases.set(record.purchaseId, toCompared(record));
    },
    onProgress: (read) => onProgress({ purchases: read, intents: 0 }),
  });
  const unreadable = [
    ...leftOut.unreadable.map(tellUnreadable),
    ...leftOut.missing.map(tellMissing),
  ];
  return { purchases, unreadable };
}

/** The time in which intents of a purchase can have been made: while it was held. */
function toSpan(purchase: ComparedPurchase, now: Date): TimeSpan {
  const { decidedAt, paidAt, expiredAt, cancelledAt, holdUntil } = purchase;
  const ends = [paidAt, expiredAt, cancelledAt, holdUntil].flatMap((end) =>
    end === undefined ? [] : [Date.parse(end)],
  );
  const end = purchase.status === 'HELD' ? now.getTime() : Math.max(...ends, Date.parse(decidedAt));
  return {
    from: new Date(Date.parse(decidedAt) - SLACK_MS),
    to: new Date(Math.min(end, now.getTime()) + SLACK_MS),
  };
}

async function* inPages<T>(items: AsyncIterable<T>): AsyncGenerator<T[]> {
  let page: T[] = [];
  for await (const item of items) {
    page.push(item);
    if (page.length < INTENTS_PER_READ) continue;
    yield page;
    page = [];
  }
  if (page.length > 0) yield page;
}

/** Finds the intents of a show among those of a page: of purchases in its journal, or of none that exists. */
async function assign(
  sources: FactSources,
  show: ShowRecord,
  purchases: Map<string, ComparedPurchase>,
  page: readonly OrderedIntent[],
) {
  const isListed = ({ order }: OrderedIntent) => purchases.has(order.purchaseId);
  const { facts, unreadable } = await readPurchasesOf(
    sources,
    page.filter((intent) => !isListed(intent)),
  );
  // A purchase that was made since the journal was read.
  for (const { purchase } of facts) {
    if (purchase?.showId === show.showId) purchases.set(purchase.purchaseId, purchase);
  }
  return {
    own: page.filter(isListed),
    unknown: facts.filter(({ purchase }) => purchase === undefined),
    unreadable,
  };
}

/** An intent that its record knows and that was not listed is not there: it is read by its id to be sure. */
const withIntents = (
  purchase: ComparedPurchase,
  intents: readonly OrderedIntent[],
): PurchaseFacts => ({
  purchase,
  intents,
  isIntentUnknown: !intents.some(({ id }) => id === purchase.payment?.intent),
});
