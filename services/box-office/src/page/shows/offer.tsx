import type { ShowResource } from '@willcall/client';
import { formatMoney, formatPercentage } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type Priced = Pick<ShowResource, 'price' | 'previousPrice' | 'discountPercentage'>;

/** The price of a ticket, with the price before if it fell. */
export function Price({ show }: { readonly show: Priced }) {
  const { price, previousPrice, discountPercentage } = show;
  return (
    <p class="price">
      <strong>{price.amount === 0 ? texts.shows.free : formatMoney(price)}</strong>
      {previousPrice !== undefined && discountPercentage !== undefined && (
        <>
          {' '}
          <s>
            <span class="unseen">{texts.shows.was} </span>
            {formatMoney(previousPrice)}
          </s>{' '}
          <span class="discount">{texts.shows.off(formatPercentage(discountPercentage))}</span>
        </>
      )}
    </p>
  );
}

/** In one or two words, whether tickets can be bought. */
export function SaleStatus({ show }: { readonly show: ShowResource }) {
  const status = show.onSale ? 'ON_SALE' : (show.notOnSaleReason ?? 'SALE_CLOSED');
  return <span class={`status status-${status.toLowerCase()}`}>{texts.shows.status[status]}</span>;
}
