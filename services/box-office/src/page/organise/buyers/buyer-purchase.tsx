import type { ConfirmedPurchase, HeldPurchase, Purchase, ShowWithStock } from '@willcall/client';
import { useRef, useState } from 'preact/hooks';
import { purchases } from '../../api/willcall.ts';
import { ConfirmedAction } from '../../mine/confirmed-action.tsx';
import { PurchaseStatus } from '../../mine/purchase-list.tsx';
import { RefundSentence } from '../../mine/refund.tsx';
import { formatCount, formatList, formatMoment, formatMoney } from '../../text/formats.ts';
import { texts } from '../../text/language.ts';
import { operateTexts } from '../../text/operate.ts';
import { useAction } from '../use-action.ts';

type BuyerPurchaseProps = {
  readonly userId: string;
  readonly purchase: Purchase;
  readonly show: ShowWithStock | undefined;
};

/** A purchase of a buyer, which the organiser can cancel. */
export function BuyerPurchase({ userId, purchase: listed, show }: BuyerPurchaseProps) {
  const [cancelled, setCancelled] = useState<Purchase>();
  const { failure, run } = useAction();
  const row = useRef<HTMLLIElement>(null);
  const purchase = cancelled ?? listed;
  const { purchaseId, status, quantity, total, holder, requestedAt } = purchase;
  const seats = purchase.tickets.flatMap(({ seat }) => seat ?? []);
  const cancel = () =>
    run(async () => {
      setCancelled(await purchases.cancel(purchaseId, { userId }));
      // Its button goes, so the focus goes to the purchase.
      row.current?.focus();
    });
  const { label, question, consequence } = operateTexts.buyers.cancel;
  return (
    <li ref={row} tabIndex={-1}>
      <div>
        <h2>{show?.name ?? texts.mine.unknownShow}</h2>
        <p>
          {quantity === undefined ? '' : `${texts.tickets(quantity)} · `}
          <time dateTime={requestedAt}>{formatMoment(requestedAt)}</time>
        </p>
        {holder !== undefined && <p>{operateTexts.buyers.holder(holder.name, holder.email)}</p>}
        {seats.length > 0 && <p>{formatList(seats)}</p>}
        <code>{purchaseId}</code>
      </div>
      <p class="purchase-end">
        <PurchaseStatus status={status} />
        {total !== undefined && <span>{formatMoney(total)}</span>}
      </p>
      {status === 'REJECTED' && <p>{texts.reasons[purchase.reason].why}</p>}
      <RefundSentence purchase={purchase} show={show} />
      <div class="bought-end">
        {isCancellable(purchase) && (
          <ConfirmedAction
            label={label}
            question={question}
            consequence={consequence(
              formatCount(purchase.quantity),
              purchase.status === 'CONFIRMED' && purchase.paidAt !== undefined,
            )}
            onConfirm={cancel}
          />
        )}
        <p role="status">
          {cancelled?.status === 'HELD' && texts.mine.cancelling}
          {cancelled?.status === 'CANCELLED' && operateTexts.buyers.cancelled}
        </p>
        <p class="error" role="alert">
          {failure}
        </p>
      </div>
    </li>
  );
}

/** An organiser can cancel whatever has tickets, also after the last moment for its buyer. */
const isCancellable = (purchase: Purchase): purchase is ConfirmedPurchase | HeldPurchase =>
  purchase.status === 'CONFIRMED' ||
  (purchase.status === 'HELD' && purchase.cancellationRequestedAt === undefined);
