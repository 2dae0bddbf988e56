import type { Intent } from '../provider/payment-provider.ts';
import { compareFailed, compareRefunded, compareRequested } from './compare-refunds.ts';
import type { Difference } from './differences.ts';
import { type ComparedPurchase, type Comparing, keptOf } from './purchase-facts.ts';
import { differ, formatReceived, formatTotal, withoutTickets } from './tell-difference.ts';

/** Compares a purchase that has ended without tickets: all money went back or goes back, but for a fee. */
export function compareEnded(
  purchase: ComparedPurchase,
  own: Intent,
  comparing: Comparing,
): Difference[] {
  if (own.status === 'open') {
    const message = `Intent ${own.id} can still take money for purchase ${purchase.purchaseId}, which is ${purchase.status}`;
    return [differ('INTENT_OPEN', message, purchase, own)];
  }
  if (own.status !== 'succeeded') return [];
  if (purchase.refund === undefined && purchase.paidAt === undefined) {
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
  const message = `Purchase ${purchase.purchaseId} is ${purchase.status} and keeps ${formatTotal({ amount: kept, currency })} of intent ${own.id}, and its show allows ${formatTotal({ amount: most, currency })}`;
  return [differ('KEPT_TOO_MUCH', message, purchase, own)];
}
