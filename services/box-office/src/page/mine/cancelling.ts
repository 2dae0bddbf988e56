import type { Purchase, ShowWithStock } from '@willcall/client';
import { cancellableUntil, computeRefund } from '@willcall/domain';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type PurchaseWithShow = {
  readonly purchase: Purchase;
  /** Undefined if it does not exist any more. */
  readonly show: Pick<ShowWithStock, 'startsAt' | 'refundFee' | 'refundUntilSeconds'> | undefined;
};

/** Whether its buyer can still cancel a purchase, by the rule of its show. */
export function isCancellable({ purchase, show }: PurchaseWithShow, now: number): boolean {
  switch (purchase.status) {
    case 'HELD':
      return purchase.cancellationRequestedAt === undefined;
    case 'CONFIRMED':
      return (
        purchase.paidAt === undefined ||
        show === undefined ||
        now < Date.parse(cancellableUntil(show))
      );
    default:
      return false;
  }
}

/** What cancelling a purchase does, and what it gives back. */
export function sayConsequence({ purchase, show }: PurchaseWithShow): string {
  const { cancel, givesBack, givesNothing } = texts.mine;
  if (purchase.status !== 'CONFIRMED' || purchase.paidAt === undefined || show === undefined) {
    return cancel.consequence;
  }
  const { total, quantity } = purchase;
  const amount = computeRefund(total.amount, { quantity, fee: show.refundFee ?? 0 });
  const back = amount === 0 ? givesNothing : givesBack(formatMoney({ ...total, amount }));
  return `${cancel.consequence} ${back}`;
}
