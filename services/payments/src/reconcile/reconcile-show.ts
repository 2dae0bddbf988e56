import { forEachSold, type ShowRecord, type Store } from '@willcall/store';
import { comparePurchase } from './compare-purchase.ts';
import { comparingFor } from './comparing.ts';
import type { Difference } from './differences.ts';
import { collectFindings, type Findings } from './findings.ts';
import {
  type ComparedPurchase,
  IN_FLIGHT_MS,
  isOrderOf,
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
  toName,
  toRef,
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

/** What the reconciliation of a show found. */
export type ShowFindings = Findings & {
  /**
   * Intents of this time that kept or can take money, and that no purchase belongs to: not of this show, as far as
   * anybody knows. Nothing else contains them; the hourly reconciliation tells them.
   */
  readonly unattributed: readonly string[];
};

/** The purchases of a show. */
type ShowPurchases = {
  readonly purchases: Map<string, ComparedPurchase>;
  /** Those that its journal lists and that do not exist, by `toRef`. */
  readonly missing: ReadonlySet<string>;
};

/**
 * Compares the money of one show, both ways: the purchases of its journal with the provider's intents from the time of
 * their holds. 1 read unit for each purchase, and for each purchase of another show that was paid at the same time;
 * one call for each 100 intents. A few fields of each purchase and of its intents are in memory. Intents of other
 * shows are left out.
 *
 * @throws StoreError STORE_UNAVAILABLE; ProviderError
 */
export async function reconcileShow(sources: ShowSources, show: ShowRecord): Promise<ShowFindings> {
  const { clock, refundsPerSecond, onProgress = () => undefined } = sources;
  const { unreadable, ...ofShow } = await readPurchases(sources, show);
  const { purchases } = ofShow;
  const intents = new Map<string, OrderedIntent[]>();
  const withoutRecord: PurchaseFacts[] = [];
  const ofNobody: OrderedIntent[] = [];
  let seen = 0;
  const spans = joinSpans(
    [...purchases.values()].map((each) => toSpan(each, clock())),
    SLACK_MS,
  );
  for (const span of spans) {
    for await (const page of inPages(listStageIntents(sources, span))) {
      const found = await assign(sources, show, ofShow, page);
      for (const intent of found.own) {
        const { purchaseId } = intent.order;
        intents.set(purchaseId, [...(intents.get(purchaseId) ?? []), intent]);
      }
      withoutRecord.push(...found.withoutRecord);
      ofNobody.push(...found.ofNobody);
      seen += page.length;
      onProgress({ purchases: purchases.size, intents: seen });
    }
  }
  const context = { now: clock(), refundsPerSecond };
  const comparing = comparingFor(show, context);
  const findings = collectFindings(sources, async () => comparing);
  findings.tell(unreadable);
  await findings.compare(withoutRecord);
  for (const purchase of purchases.values()) {
    await findings.compare([withIntents(purchase, intents.get(purchase.purchaseId) ?? [])]);
  }
  const isTold = (intent: OrderedIntent) =>
    comparePurchase({ purchase: undefined, intents: [intent] }, comparing).verdict === 'differs';
  return { ...findings.result(), unattributed: ofNobody.filter(isTold).map(({ id }) => id) };
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
  const unreadable: Difference[] = [
    ...leftOut.unreadable.map(tellUnreadable),
    ...leftOut.missing.map(tellMissing),
  ];
  return { purchases, missing: new Set(leftOut.missing.map(toRef)), unreadable };
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

/**
 * Finds the intents of a show among those of a page: of its purchases, and of those that its journal lists and that do
 * not exist. Purchases of other shows are left out whole, also if they cannot be read.
 */
async function assign(
  sources: FactSources,
  show: ShowRecord,
  { purchases, missing }: ShowPurchases,
  page: readonly OrderedIntent[],
) {
  const isOwn = ({ order }: OrderedIntent) => {
    const purchase = purchases.get(order.purchaseId);
    return purchase !== undefined && isOrderOf(purchase, order);
  };
  const { facts } = await readPurchasesOf(
    sources,
    page.filter((intent) => !isOwn(intent)),
  );
  // A purchase that was made since the journal was read.
  for (const { purchase } of facts) {
    if (purchase?.showId === show.showId) purchases.set(purchase.purchaseId, purchase);
  }
  const isMissing = (intent: OrderedIntent) =>
    toName(intent).some((name) => missing.has(toRef(name)));
  const unknown = facts.filter(({ purchase }) => purchase === undefined);
  return {
    own: page.filter(isOwn),
    withoutRecord: unknown.filter(({ intents }) => intents.some(isMissing)),
    ofNobody: unknown.flatMap(({ intents }) => intents.filter((intent) => !isMissing(intent))),
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
