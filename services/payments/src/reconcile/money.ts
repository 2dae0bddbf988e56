import type { Total } from '@willcall/contracts';
import type { Comparison } from './compare-purchase.ts';
import { isOwnIntent, keptOf, type PurchaseFacts } from './purchase-facts.ts';

/** What became of the money of one currency, in minor units. `taken` is the sum of all others. */
export type MoneySums = {
  readonly taken: number;
  /** Given back, pending refunds included. */
  readonly refunded: number;
  /** To be given back: a refund is requested or has failed. */
  readonly toRefund: number;
  /** Paid for tickets that are valid. */
  readonly tickets: number;
  /** Kept of purchases that were cancelled. */
  readonly fees: number;
  /** Too young to say. */
  readonly inFlight: number;
  /** Of purchases that differ. */
  readonly unexplained: number;
};

const NOTHING: MoneySums = {
  ...{ taken: 0, refunded: 0, toRefund: 0, tickets: 0, fees: 0, inFlight: 0, unexplained: 0 },
};

/** Adds what became of the money of a purchase to the sums, by currency. */
export function addMoney(
  sums: Map<Total['currency'], MoneySums>,
  facts: PurchaseFacts,
  { verdict }: Comparison,
): void {
  for (const intent of facts.intents) {
    const { received, refunded, amount } = intent;
    if (received === 0 && refunded === 0) continue;
    const before = sums.get(amount.currency) ?? NOTHING;
    const split = {
      ...before,
      taken: before.taken + received,
      refunded: before.refunded + refunded,
    };
    const kept = keptOf(intent);
    sums.set(amount.currency, {
      ...split,
      ...(verdict === 'agrees'
        ? splitKept(split, facts, intent)
        : verdict === 'in-flight'
          ? { inFlight: split.inFlight + kept }
          : { unexplained: split.unexplained + kept }),
    });
  }
}

/** What an intent of a purchase that agrees keeps: for its tickets, as a fee, or until its refund is made. */
function splitKept(
  sums: MoneySums,
  { purchase }: PurchaseFacts,
  intent: PurchaseFacts['intents'][number],
): Partial<MoneySums> {
  const kept = keptOf(intent);
  if (purchase === undefined || !isOwnIntent(purchase, intent)) {
    return { unexplained: sums.unexplained + kept };
  }
  const due = Math.min(kept, Math.max(0, (purchase.refund?.amount ?? 0) - intent.refunded));
  const rest = kept - due;
  return {
    toRefund: sums.toRefund + due,
    ...(purchase.status === 'CONFIRMED'
      ? { tickets: sums.tickets + rest }
      : { fees: sums.fees + rest }),
  };
}
