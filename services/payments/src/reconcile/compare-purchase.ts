import type { Intent } from '../provider/payment-provider.ts';
import { PROVIDER_PATIENCE_MS } from '../tasks/judge.ts';
import { compareEnded } from './compare-ended.ts';
import { compareFailed, compareRefunded, compareRequested } from './compare-refunds.ts';
import type { Difference } from './differences.ts';
import {
  type ComparedPurchase,
  type Comparing,
  findYoungest,
  IN_FLIGHT_MS,
  isOwnIntent,
  keptOf,
  type PurchaseFacts,
} from './purchase-facts.ts';
import {
  differ,
  formatKept,
  formatReceived,
  formatTotal,
  toIntent,
  withoutTickets,
} from './tell-difference.ts';

/** Milliseconds after its end in which a hold waits for a provider that does not answer, and for the sweep to find it. */
const HOLD_PATIENCE_MS = PROVIDER_PATIENCE_MS + 5 * 60_000;

/** Whether a purchase and its money agree. */
export type Comparison = {
  /** `in-flight`: too young to say. */
  readonly verdict: 'agrees' | 'in-flight' | 'differs';
  readonly differences: readonly Difference[];
};

/**
 * Compares a purchase with its intents: money taken ⇔ tickets or a refund, both ways. Both sides are read one after the
 * other, so a difference stands only if a second reading finds it again.
 */
export function comparePurchase(facts: PurchaseFacts, comparing: Comparing): Comparison {
  const { purchase, intents } = facts;
  const disputes = intents
    .filter(({ isDisputed }) => isDisputed)
    .map((intent) =>
      differ('DISPUTED', `The charge of intent ${intent.id} is disputed`, purchase, intent),
    );
  if (comparing.now.getTime() - findYoungest(facts) < IN_FLIGHT_MS) {
    return { verdict: 'in-flight', differences: disputes };
  }
  const faults =
    purchase === undefined
      ? intents.flatMap(compareUnknown)
      : compareKnown(purchase, facts, comparing);
  return {
    verdict: faults.length === 0 ? 'agrees' : 'differs',
    differences: [...faults, ...disputes],
  };
}

function compareUnknown(intent: Intent): Difference[] {
  if (keptOf(intent) <= 0 && intent.status !== 'open') return [];
  const { order } = intent;
  const what = keptOf(intent) > 0 ? `kept ${formatKept(intent)}` : 'can still take money';
  return [
    {
      code: 'PURCHASE_UNKNOWN',
      message: `Intent ${intent.id} ${what} for purchase ${order?.purchaseId}, and no purchase of this buyer has this id`,
      ...(order === undefined
        ? {}
        : { purchase: { userId: order.userId, purchaseId: order.purchaseId } }),
      intent: intent.id,
    },
  ];
}

function compareKnown(
  purchase: ComparedPurchase,
  { intents, isIntentUnknown = false }: PurchaseFacts,
  comparing: Comparing,
): Difference[] {
  const own = intents.find((intent) => isOwnIntent(purchase, intent));
  const others = intents.filter((intent) => intent !== own);
  return [
    ...others.flatMap((intent) => compareOther(purchase, intent)),
    ...(own === undefined
      ? compareAlone(purchase, isIntentUnknown, comparing)
      : compareOwn(purchase, own, comparing)),
  ];
}

/** Compares a purchase with an intent that its record does not know. */
function compareOther(purchase: ComparedPurchase, intent: Intent): Difference[] {
  if (keptOf(intent) > 0) {
    const kept = `kept ${formatKept(intent)} for purchase ${purchase.purchaseId}`;
    return purchase.payment === undefined
      ? [
          differ(
            'MONEY_WITHOUT_TICKETS',
            `Intent ${intent.id} ${kept}, which is ${purchase.status} and knows no intent`,
            purchase,
            intent,
          ),
        ]
      : [
          differ(
            'PAID_TWICE',
            `Intent ${intent.id} ${kept}, whose own intent is ${purchase.payment.intent}`,
            purchase,
            intent,
          ),
        ];
  }
  if (intent.status !== 'open') return [];
  const message = `Intent ${intent.id} can still take money for purchase ${purchase.purchaseId}, which does not know it`;
  return [differ('INTENT_OPEN', message, purchase, intent)];
}

/** Judges a record whose intent was not read, does not exist, or that has none. */
function compareAlone(
  purchase: ComparedPurchase,
  isIntentUnknown: boolean,
  comparing: Comparing,
): Difference[] {
  const { purchaseId, payment, total } = purchase;
  if (purchase.status === 'CONFIRMED' && (total?.amount ?? 0) > 0) {
    if (payment === undefined) {
      const message = `Purchase ${purchaseId} is CONFIRMED for ${formatTotal(total)}, and has no intent`;
      return [differ('TICKETS_WITHOUT_MONEY', message, purchase)];
    }
    if (isIntentUnknown) {
      const message = `Purchase ${purchaseId} is CONFIRMED for ${formatTotal(total)}, and the provider has no intent ${payment.intent} for it`;
      return [differ('TICKETS_WITHOUT_MONEY', message, purchase, { id: payment.intent })];
    }
  }
  if (purchase.status === 'HELD') return compareHeld(purchase, comparing);
  return [...compareRequested(purchase, comparing), ...compareFailed(purchase)];
}

/** Compares a purchase with its own intent. */
function compareOwn(purchase: ComparedPurchase, own: Intent, comparing: Comparing): Difference[] {
  switch (purchase.status) {
    case 'CONFIRMED':
      return compareConfirmed(purchase, own);
    case 'HELD':
      return keptOf(own) > 0 ? [withoutTickets(purchase, own)] : compareHeld(purchase, comparing);
    case 'EXPIRED':
    case 'CANCELLED':
    case 'REJECTED':
    case 'FAILED':
      return compareEnded(purchase, own, comparing);
  }
}

function compareConfirmed(purchase: ComparedPurchase, own: Intent): Difference[] {
  const { purchaseId, total } = purchase;
  if (own.status !== 'succeeded') {
    const message = `Purchase ${purchaseId} is CONFIRMED for ${formatTotal(total)}, and its intent ${own.id} took nothing: it is ${own.status}`;
    return [differ('TICKETS_WITHOUT_MONEY', message, purchase, own)];
  }
  if (own.refunded >= own.received) {
    const message = `Intent ${own.id} gave back all ${formatReceived(own)}, and purchase ${purchaseId} is still CONFIRMED`;
    return [differ('REFUNDED_BUT_CONFIRMED', message, purchase, own)];
  }
  const isSame = total?.amount === own.received && total.currency === own.amount.currency;
  const message = `Intent ${own.id} took ${formatReceived(own)}, and purchase ${purchaseId} costs ${formatTotal(total)}`;
  return [
    ...(isSame ? [] : [differ('AMOUNT_DIFFERS', message, purchase, own)]),
    ...compareRefunded(purchase, own),
  ];
}

function compareHeld(purchase: ComparedPurchase, { now }: Comparing): Difference[] {
  const { purchaseId, holdUntil, cancellationRequestedAt, erasedAt } = purchase;
  const ends = [holdUntil, cancellationRequestedAt, erasedAt].filter((end) => end !== undefined);
  const [end] = ends.toSorted((a, b) => Date.parse(a) - Date.parse(b));
  if (end === undefined || now.getTime() - Date.parse(end) < HOLD_PATIENCE_MS) return [];
  const message = `Purchase ${purchaseId} is still HELD, and its hold should have ended at ${end}`;
  return [differ('HOLD_PAST_END', message, purchase, toIntent(purchase))];
}
