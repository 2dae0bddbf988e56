import type { Sales, ShowResource } from '@willcall/client';
import { useLoaded } from '../../api/use-loaded.ts';
import { organiser } from '../../api/willcall.ts';
import { Link, paths } from '../../routing.tsx';
import { SaleStatus } from '../../shows/offer.tsx';
import { Start } from '../../shows/start.tsx';
import { formatCount, formatMoney } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';

const texts = organiseTexts.list;

/** A show with what was sold of it. */
export function ShowRow({ show }: { readonly show: ShowResource }) {
  return (
    <li>
      <div>
        <h2>
          <Link href={paths.manageShow(show.showId)}>{show.name}</Link>
        </h2>
        <p>
          <bdi>{show.venue}</bdi> · <Start show={show} />
        </p>
      </div>
      <p class="organised-sales">
        <SoldOf showId={show.showId} />
      </p>
      <p class="organised-end">
        <SaleStatus show={show} />
        <Link href={paths.live(show.showId)} aria-label={`${texts.live}: ${show.name}`}>
          {texts.live}
        </Link>
      </p>
    </li>
  );
}

function SoldOf({ showId }: { readonly showId: string }) {
  const loaded = useLoaded({ of: showId, load: (signal) => organiser.sales(showId, { signal }) });
  switch (loaded.state) {
    case 'loading':
      return <span class="skeleton" aria-hidden="true" />;
    case 'failed':
      return <>{texts.noSales}</>;
    case 'loaded':
      return (
        <>
          <span>
            {texts.soldOf(formatCount(loaded.value.sold), formatCount(loaded.value.capacity))}
            {loaded.value.held > 0 && ` · ${texts.heldCount(formatCount(loaded.value.held))}`}
          </span>
          <strong>{formatRevenue(loaded.value)}</strong>
        </>
      );
  }
}

/** What was earned, in each currency. */
export const formatRevenue = ({ revenue }: Sales): string =>
  revenue.length === 0 ? texts.noRevenue : revenue.map((money) => formatMoney(money)).join(' · ');
