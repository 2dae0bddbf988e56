import type { Total } from '@willcall/contracts';
import { UnreadableRecord } from '@willcall/store';
import { comparePurchase } from './compare-purchase.ts';
import { type Difference, keyOfDifference } from './differences.ts';
import { addMoney, type MoneySums } from './money.ts';
import type { ComparedPurchase, Comparing, PurchaseFacts } from './purchase-facts.ts';
import { type FactSources, readAgain, tellUnreadable } from './read-facts.ts';

/** What a comparison depends on, by the purchase. Undefined: there is no purchase. */
export type ComparingOf = (purchase: ComparedPurchase | undefined) => Promise<Comparing>;

/** What a reconciliation has compared, and found. */
export type Findings = {
  /** How many purchases were compared, by status. */
  readonly purchases: Readonly<Partial<Record<ComparedPurchase['status'], number>>>;
  readonly intents: number;
  /** Purchases whose last change is too young to be judged. */
  readonly inFlight: number;
  readonly money: Readonly<Record<Total['currency'], MoneySums>>;
  readonly differences: readonly Difference[];
};

/** Collects what is compared. */
export type FindingsCollector = {
  /** Compares purchases. What differs is read again, and told if it still does. */
  compare(facts: readonly PurchaseFacts[]): Promise<void>;
  /** Adds differences that need no comparison. */
  tell(differences: readonly Difference[]): void;
  result(): Findings;
};

export function collectFindings(sources: FactSources, comparingOf: ComparingOf): FindingsCollector {
  const money = new Map<Total['currency'], MoneySums>();
  const differences = new Map<string, Difference>();
  const purchases = new Map<ComparedPurchase['status'], number>();
  let intents = 0;
  let inFlight = 0;
  const tell = (found: readonly Difference[]) => {
    for (const each of found) differences.set(keyOfDifference(each), each);
  };
  const compareOne = async (first: PurchaseFacts): Promise<void> => {
    const judge = async (facts: PurchaseFacts) => ({
      facts,
      comparison: comparePurchase(facts, await comparingOf(facts.purchase)),
    });
    let judged = await judge(first);
    if (judged.comparison.verdict === 'differs') {
      judged = await judge(await readAgain(sources, first));
    }
    const status = judged.facts.purchase?.status;
    if (status !== undefined) purchases.set(status, (purchases.get(status) ?? 0) + 1);
    intents += judged.facts.intents.length;
    inFlight += judged.comparison.verdict === 'in-flight' ? 1 : 0;
    addMoney(money, judged.facts, judged.comparison);
    tell(judged.comparison.differences);
  };
  return {
    tell,
    compare: async (facts) => {
      for (const each of facts) {
        try {
          await compareOne(each);
        } catch (error) {
          if (!(error instanceof UnreadableRecord)) throw error;
          tell([tellUnreadable(error)]);
        }
      }
    },
    result: () => ({
      purchases: Object.fromEntries(purchases),
      ...{ intents, inFlight },
      money: Object.fromEntries(money),
      differences: [...differences.values()],
    }),
  };
}
