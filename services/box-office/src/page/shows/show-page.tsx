import type { ShowWithStock } from '@willcall/client';
import { useState } from 'preact/hooks';
import { useLoaded } from '../api/use-loaded.ts';
import { shows } from '../api/willcall.ts';
import { Checkout } from '../buy/checkout.tsx';
import { Failure } from '../layout/failure.tsx';
import { Title } from '../layout/title.tsx';
import { WatchLink } from '../live/live-view.tsx';
import { formatCount, formatMoment } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { Countdown } from './countdown.tsx';
import { isMissingShow, MissingShow } from './missing-show.tsx';
import { Price, SaleStatus } from './offer.tsx';
import { Poster } from './poster.tsx';
import { Start } from './start.tsx';

/** Milliseconds. The API's answer is the same for everybody and up to five seconds old. */
const REFRESH_MS = 5_000;

/** One show, with the form that buys tickets for it. */
export function ShowPage({ showId }: { readonly showId: string }) {
  const loaded = useLoaded({
    of: showId,
    load: (signal) => shows.get(showId, { signal }),
    refreshMs: REFRESH_MS,
  });
  if (loaded.state === 'loading') return <ShowSkeleton />;
  if (loaded.state === 'failed') {
    return isMissingShow(loaded.error) ? (
      <MissingShow />
    ) : (
      <Failure error={loaded.error} retry={loaded.retry} />
    );
  }
  const show = loaded.value;
  return (
    <div class={show.seating === 'RESERVED' ? 'show show-seated' : 'show'}>
      <Details show={show} />
      <aside class="panel" aria-label={texts.buy.title} tabIndex={-1}>
        {show.onSale ? <Checkout show={show} /> : <Closed show={show} reload={loaded.reload} />}
        <Opening isOpen={show.onSale} />
      </aside>
    </div>
  );
}

function Details({ show }: { readonly show: ShowWithStock }) {
  const { when, where, price, left, yourTime, limit } = texts.show;
  return (
    <div class="show-details">
      <Poster show={show} />
      <Title>{show.name}</Title>
      <SaleStatus show={show} />
      <dl class="facts">
        <dt>{when}</dt>
        <dd>
          <Start show={show} />
          {show.timeZone === undefined && ` (${yourTime})`}
        </dd>
        <dt>{where}</dt>
        <dd>
          <bdi>{show.venue}</bdi>
        </dd>
        <dt>{price}</dt>
        <dd>
          <Price show={show} />
        </dd>
        <dt>{left}</dt>
        <dd>{formatCount(show.available)}</dd>
      </dl>
      <WatchLink showId={show.showId} />
      {show.maxTicketsPerBuyer !== undefined && <p>{limit(show.maxTicketsPerBuyer)}</p>}
    </div>
  );
}

/** Why nothing can be bought now. The view is refreshed, so it goes on by itself. */
function Closed({ show, reload }: { readonly show: ShowWithStock; readonly reload: () => void }) {
  const { closed, opens } = texts.show;
  const reason = show.notOnSaleReason ?? 'SALE_CLOSED';
  return (
    <div>
      <h2>{closed[reason]}</h2>
      {reason === 'SALE_NOT_OPEN' && show.saleOpensAt !== undefined && (
        <>
          <p>{opens(formatMoment(show.saleOpensAt))}</p>
          <Countdown until={show.saleOpensAt} onEnd={reload} />
        </>
      )}
    </div>
  );
}

/** Tells a screen reader that the sale has opened or closed while the view was shown. */
function Opening({ isOpen }: { readonly isOpen: boolean }) {
  const [was] = useState(isOpen);
  const { opened, ended } = texts.show;
  return (
    <p class="unseen" role="status">
      {was === isOpen ? '' : isOpen ? opened : ended}
    </p>
  );
}

/** Takes the place of the show until it is read. */
function ShowSkeleton() {
  return (
    <div class="show" aria-busy="true">
      <div class="show-details">
        <div class="poster skeleton" />
        <p class="title skeleton" aria-hidden="true" />
        <p class="unseen">{texts.loading}</p>
      </div>
      <aside class="panel panel-loading" aria-label={texts.buy.title} />
    </div>
  );
}
