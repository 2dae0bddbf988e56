import type { Purchase, ShowWithStock } from '@willcall/client';
import { formatMoney } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type RefundProps = {
  readonly purchase: Purchase;
  /** Undefined if it does not exist any more. */
  readonly show: ShowWithStock | undefined;
};

/** What goes back of a purchase that was paid for and has ended. Nothing if that is not known yet. */
export function RefundSentence({ purchase: { status, refund, paidAt }, show }: RefundProps) {
  const { kept, refunds, someMoney } = texts.mine;
  if (refund === undefined) {
    return status === 'CANCELLED' && paidAt !== undefined ? <p>{kept}</p> : null;
  }
  const { amount } = refund;
  const { currency } = show?.price ?? {};
  const money = currency === undefined ? someMoney : formatMoney({ amount, currency });
  return (
    <p class={refund.status === 'FAILED' ? 'notice' : undefined}>{refunds[refund.status](money)}</p>
  );
}
