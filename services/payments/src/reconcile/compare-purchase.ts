import { formatMoney } from '@willcall/domain';
import type { PurchaseRecord } from '@willcall/store';
import type { Intent } from '../provider/payment-provider.ts';
import type { Difference, DifferenceCode } from './differences.ts';

/** Milliseconds after a change in which one side may not know of the other's yet. */
export const IN_FLIGHT_MS = 15 * 60_000;

/** Milliseconds after its end in which a hold waits for a provider that does not answer, and a few minutes for the sweep. */
const HOLD_PATIENCE_MS = (15 + 5) * 60_000;

/** What of a purchase is compared. Nobody's name, address or card is among it. */
const comparedFields = [
  'userId',
  'recordKey',
  'purchaseId',
  'showId',
  'status',
  'quantity',
  'total',
  'payment',
  'refund',
  'decidedAt',
  'holdUntil',
  'paidAt',
  'expiredAt',
  'cancelledAt',
  'cancelledWithShow',
  'cancellationRequestedAt',
  'erasedAt',
] as const satisfies readonly (keyof PurchaseRecord)[];
export type ComparedPurchase = Pick<PurchaseRecord, (typeof comparedFields)[number]>;

/** Takes what is compared out of a record, so that many fit into memory. */
export const toCompared = (record: PurchaseRecord): ComparedPurchase =>
  Object.fromEntries(
    comparedFields.flatMap((name) => (record[name] === undefined ? [] : [[name, record[name]]])),
    // The type of `fromEntries` does not keep the names.
  ) as ComparedPurchase;

/** A purchase and what the provider knows of it. */
export type PurchaseFacts = {
  /** Undefined if there is none. */
  readonly purchase: ComparedPurchase | undefined;
  /** Intents of this stage that are for the purchase, in any number and order. */
  readonly intents: readonly Intent[];
  /** Whether the provider was asked for the intent of the record, and does not know it for this purchase. */
  readonly isIntentUnknown?: boolean;
};

/** What a comparison depends on, besides the purchase and its intents. */
export type Comparing = {
  readonly now: Date;
  /** Milliseconds after which a refund that has not begun is overdue: longer for a whole cancelled show. */
  readonly refundWithinMs: number;
  /**
   * What a show keeps of each ticket that its buyer cancels, in minor units. Undefined if the show is gone: then
   * nobody knows what may be kept.
   */
  readonly feePerTicket: number | undefined;
};

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

/** When something last happened to a purchase or its money, in milliseconds since 1970. */
const findYoungest = ({ purchase, intents }: PurchaseFacts): number => {
  const times = [
    purchase?.decidedAt,
    purchase?.paidAt,
    purchase?.expiredAt,
    purchase?.cancelledAt,
    purchase?.erasedAt,
    ...intents.flatMap(({ createdAt, paidAt }) => [createdAt, paidAt]),
  ];
  return Math.max(0, ...times.flatMap((time) => (time === undefined ? [] : [Date.parse(time)])));
};

/** What an intent took and did not give back, in minor units. */
export const keptOf = ({ received, refunded }: Pick<Intent, 'received' | 'refunded'>): number =>
  received - refunded;

/** Whether an intent is the one of a purchase, by both sides. */
export const isOwnIntent = (purchase: ComparedPurchase, { id, order }: Intent): boolean =>
  purchase.payment?.intent === id && order?.purchaseId === purchase.purchaseId;

function compareUnknown(intent: Intent): Difference[] {
  if (keptOf(intent) <= 0 && intent.status !== 'open') return [];
  const { order } = intent;
  const what = keptOf(intent) > 0 ? `kept ${formatKept(intent)}` : 'can still take money';
  return [
    {
      code: 'PURCHASE_UNKNOWN',
      message: `Intent ${intent.id} ${what} for purchase ${order?.purchaseId}, which does not exist`,
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
      const message = `Purchase ${purchaseId} is CONFIRMED for ${format(total)}, and has no intent`;
      return [differ('TICKETS_WITHOUT_MONEY', message, purchase)];
    }
    if (isIntentUnknown) {
      const message = `Purchase ${purchaseId} is CONFIRMED for ${format(total)}, and the provider has no intent ${payment.intent} for it`;
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
    const message = `Purchase ${purchaseId} is CONFIRMED for ${format(total)}, and its intent ${own.id} took nothing: it is ${own.status}`;
    return [differ('TICKETS_WITHOUT_MONEY', message, purchase, own)];
  }
  if (own.refunded >= own.received) {
    const message = `Intent ${own.id} gave back all ${formatReceived(own)}, and purchase ${purchaseId} is still CONFIRMED`;
    return [differ('REFUNDED_BUT_CONFIRMED', message, purchase, own)];
  }
  const isSame = total?.amount === own.received && total.currency === own.amount.currency;
  const message = `Intent ${own.id} took ${formatReceived(own)}, and purchase ${purchaseId} costs ${format(total)}`;
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

/** Compares a purchase that has ended without tickets: all money went back or goes back, but for a fee. */
function compareEnded(purchase: ComparedPurchase, own: Intent, comparing: Comparing): Difference[] {
  if (own.status === 'open') {
    const message = `Intent ${own.id} can still take money for purchase ${purchase.purchaseId}, which is ${purchase.status}`;
    return [differ('INTENT_OPEN', message, purchase, own)];
  }
  if (own.status !== 'succeeded') return [];
  if (purchase.refund === undefined && !keepsFee(purchase)) {
    if (keptOf(own) > 0) return [withoutTickets(purchase, own)];
    const message = `Intent ${own.id} gave back ${formatReceived(own)}, and purchase ${purchase.purchaseId}, which is ${purchase.status}, has no refund`;
    return [differ('REFUND_NOT_RECORDED', message, purchase, own)];
  }
  return [
    ...compareFee(purchase, own, comparing),
    ...compareRefunded(purchase, own),
    // A disputed charge is never refunded by willcall: the bank gives the money back, or nobody does.
    ...(own.isDisputed
      ? []
      : [...compareRequested(purchase, comparing, own), ...compareFailed(purchase, own)]),
  ];
}

/** Whether a purchase was paid and then cancelled by its buyer: its show may keep a fee. */
const keepsFee = ({ status, paidAt, cancelledWithShow }: ComparedPurchase): boolean =>
  status === 'CANCELLED' && paidAt !== undefined && cancelledWithShow === undefined;

function compareFee(
  purchase: ComparedPurchase,
  own: Intent,
  { feePerTicket }: Comparing,
): Difference[] {
  if (feePerTicket === undefined) return [];
  const most = keepsFee(purchase) ? feePerTicket * (purchase.quantity ?? 0) : 0;
  const kept = own.received - Math.max(purchase.refund?.amount ?? 0, own.refunded);
  if (kept <= most) return [];
  const { currency } = own.amount;
  const message = `Purchase ${purchase.purchaseId} is ${purchase.status} and keeps ${format({ amount: kept, currency })} of intent ${own.id}, and its show allows ${format({ amount: most, currency })}`;
  return [differ('KEPT_TOO_MUCH', message, purchase, own)];
}

/** Compares what went back with what the record says. Pending refunds count as given back. */
function compareRefunded(purchase: ComparedPurchase, own: Intent): Difference[] {
  const { refund, purchaseId } = purchase;
  const { currency } = own.amount;
  const said = format({ amount: refund?.amount ?? 0, currency });
  const back = format({ amount: own.refunded, currency });
  const message = `Intent ${own.id} gave back ${back}, and purchase ${purchaseId} says ${said}`;
  if (own.refunded > (refund?.amount ?? 0)) {
    return [differ('REFUNDED_MORE', message, purchase, own)];
  }
  if (refund?.status === 'SUCCEEDED' && own.refunded < refund.amount) {
    return [differ('REFUNDED_LESS', message, purchase, own)];
  }
  if (refund?.status === 'FAILED' && own.refunded === refund.amount) {
    return [differ('REFUND_NOT_RECORDED', `${message}, and that it failed`, purchase, own)];
  }
  return [];
}

function compareRequested(
  purchase: ComparedPurchase,
  { now, refundWithinMs }: Comparing,
  own?: Intent,
): Difference[] {
  const { refund, purchaseId } = purchase;
  if (refund?.status !== 'REQUESTED' || (own !== undefined && own.refunded >= refund.amount)) {
    return [];
  }
  const since = findYoungest({ purchase, intents: own === undefined ? [] : [own] });
  if (now.getTime() - since < refundWithinMs) return [];
  const message = `The refund of purchase ${purchaseId} was requested by ${new Date(since).toISOString()}, and the provider has not made it`;
  return [differ('REFUND_OVERDUE', message, purchase, own ?? toIntent(purchase))];
}

function compareFailed(purchase: ComparedPurchase, own?: Intent): Difference[] {
  const { refund, purchaseId } = purchase;
  if (refund?.status !== 'FAILED' || own?.refunded === refund.amount) return [];
  const message = `Refund ${refund.attempt} of purchase ${purchaseId} has failed`;
  return [differ('REFUND_FAILED', message, purchase, own ?? toIntent(purchase))];
}

const toIntent = ({ payment }: ComparedPurchase): Pick<Intent, 'id'> | undefined =>
  payment === undefined ? undefined : { id: payment.intent };

const withoutTickets = (purchase: ComparedPurchase, intent: Intent): Difference =>
  differ(
    'MONEY_WITHOUT_TICKETS',
    `Intent ${intent.id} kept ${formatKept(intent)} for purchase ${purchase.purchaseId}, which is ${purchase.status} without a refund`,
    purchase,
    intent,
  );

const differ = (
  code: DifferenceCode,
  message: string,
  purchase: ComparedPurchase | undefined,
  intent?: Pick<Intent, 'id'>,
): Difference => ({
  code,
  message,
  ...(purchase === undefined
    ? {}
    : { purchase: { userId: purchase.userId, purchaseId: purchase.purchaseId } }),
  ...(intent === undefined ? {} : { intent: intent.id }),
});

const formatKept = (intent: Intent): string =>
  format({ amount: keptOf(intent), currency: intent.amount.currency });

const formatReceived = ({ received, amount: { currency } }: Intent): string =>
  format({ amount: received, currency });

const format = (money: ComparedPurchase['total']): string =>
  money === undefined ? 'nothing' : formatMoney(money);
