import type { Intent } from '../provider/payment-provider.ts';
import type { Difference } from './differences.ts';
import { type ComparedPurchase, type Comparing, findYoungest } from './purchase-facts.ts';
import { differ, formatTotal, toIntent } from './tell-difference.ts';

/** Compares what went back with what the record says. Pending refunds count as given back. */
export function compareRefunded(purchase: ComparedPurchase, own: Intent): Difference[] {
  const { refund, charge, purchaseId } = purchase;
  const { currency } = own.amount;
  // What was given back without willcall is noted, if willcall has no refund of its own.
  const recorded = refund?.amount ?? charge?.refunded ?? 0;
  const back = formatTotal({ amount: own.refunded, currency });
  const said = formatTotal({ amount: recorded, currency });
  const message = `Intent ${own.id} gave back ${back}, and purchase ${purchaseId} says ${said}`;
  if (refund === undefined && own.refunded !== recorded) {
    return [differ('REFUND_NOT_RECORDED', message, purchase, own)];
  }
  if (own.refunded > recorded) return [differ('REFUNDED_MORE', message, purchase, own)];
  if (refund?.status === 'SUCCEEDED' && own.refunded < recorded) {
    return [differ('REFUNDED_LESS', message, purchase, own)];
  }
  if (refund?.status === 'FAILED' && own.refunded === recorded) {
    return [differ('REFUND_NOT_RECORDED', `${message}, and that it failed`, purchase, own)];
  }
  return [];
}

export function compareRequested(
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

export function compareFailed(purchase: ComparedPurchase, own?: Intent): Difference[] {
  const { refund, purchaseId } = purchase;
  if (refund?.status !== 'FAILED' || own?.refunded === refund.amount) return [];
  const message = `Refund ${refund.attempt} of purchase ${purchaseId} has failed`;
  return [differ('REFUND_FAILED', message, purchase, own ?? toIntent(purchase))];
}
