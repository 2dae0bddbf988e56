import type { ShowResource } from '@willcall/client';
import { useLoaded } from '../api/use-loaded.ts';
import { shows } from '../api/willcall.ts';
import { WatchLink } from '../live/live-view.tsx';
import { Link, paths } from '../routing.tsx';
import { formatCount } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { Price, SaleStatus } from './offer.tsx';
import { Poster } from './poster.tsx';
import { Start } from './start.tsx';

/** A show in the list: picture, place, time, price and what is left. */
export function ShowCard({ show }: { readonly show: ShowResource }) {
  return (
    <li class="show-card">
      <Poster show={show} />
      <div class="show-card-text">
        <h2>
          <Link href={paths.show(show.showId)}>{show.name}</Link>
        </h2>
        <p>
          <bdi>{show.venue}</bdi>
        </p>
        <p>
          <Start show={show} />
        </p>
        <WatchLink showId={show.showId} />
      </div>
      <div class="show-card-sale">
        <Price show={show} />
        <p class="show-card-left">
          {show.onSale ? <Left showId={show.showId} /> : <SaleStatus show={show} />}
        </p>
      </div>
    </li>
  );
}

/** How many tickets are left. The list itself does not say, because it would read the stock of every show. */
function Left({ showId }: { readonly showId: string }) {
  const loaded = useLoaded({ of: showId, load: (signal) => shows.get(showId, { signal }) });
  if (loaded.state !== 'loaded') return <span class="skeleton" aria-hidden="true" />;
  return <span>{texts.shows.left(formatCount(loaded.value.available))}</span>;
}

/** Takes the place of a show until it is read. */
export function ShowCardSkeleton() {
  return (
    <li class="show-card" aria-label={texts.loading}>
      <div class="poster skeleton" />
      <div class="show-card-text">
        <p class="skeleton" />
        <p class="skeleton" />
        <p class="skeleton" />
      </div>
      <div class="show-card-sale">
        <p class="skeleton" />
        <p class="skeleton" />
      </div>
    </li>
  );
}
