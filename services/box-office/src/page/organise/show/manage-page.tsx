import type { Sales, ShowWithStock } from '@willcall/client';
import { useState } from 'preact/hooks';
import { useLoaded } from '../../api/use-loaded.ts';
import { organiser } from '../../api/willcall.ts';
import { Title } from '../../layout/title.tsx';
import { Link, paths } from '../../routing.tsx';
import { isMissingShow, MissingShow } from '../../shows/missing-show.tsx';
import { SaleStatus } from '../../shows/offer.tsx';
import { Start } from '../../shows/start.tsx';
import { organiseTexts } from '../../text/organise.ts';
import { AuditPanel } from '../books/audit-panel.tsx';
import { TicketsPanel } from '../books/tickets-panel.tsx';
import { SalesFigures } from '../list/total-sales.tsx';
import { OrganiserFailure } from '../organiser-failure.tsx';
import { ChangeForm } from './change-form.tsx';
import { Ending } from './ending.tsx';
import { FlyerPanel } from './flyer-panel.tsx';
import { SaleSwitch } from './sale-switch.tsx';
import { SeatsPanel } from './seats-panel.tsx';

const texts = organiseTexts.manage;

/** Milliseconds. A reading costs the stock shards of the show. The live view is for more. */
const REFRESH_MS = 10_000;

/** Milliseconds. A show that is read can be as old, and what a change answers is new. */
const MOST_CACHED_MS = 5_000;

/** One show, with all that its organiser can do. */
export function ManagePage({ showId }: { readonly showId: string }) {
  const loaded = useLoaded({
    of: showId,
    load: async (signal) => ({ at: Date.now(), show: await organiser.get(showId, { signal }) }),
    refreshMs: REFRESH_MS,
  });
  const [changed, setChanged] = useState<{ readonly at: number; readonly show: ShowWithStock }>();
  const sales = useLoaded({
    of: `sales of ${showId}`,
    load: (signal) => organiser.sales(showId, { signal }),
    refreshMs: REFRESH_MS,
  });
  if (isMissingShow(failureOf(loaded)) || isMissingShow(failureOf(sales))) return <MissingShow />;
  if (loaded.state === 'failed') {
    return <OrganiserFailure error={loaded.error} retry={loaded.retry} />;
  }
  if (loaded.state === 'loading') return <div class="organised-loading" aria-busy="true" />;
  const isOlder = changed !== undefined && loaded.value.at < changed.at + MOST_CACHED_MS;
  const { show } = isOlder ? changed : loaded.value;
  const sold = sales.state === 'loaded' ? sales.value.sold : undefined;
  const reloadSales = () => sales.state === 'loaded' && sales.reload();
  const onChanged = (next: ShowWithStock) => {
    setChanged({ at: Date.now(), show: next });
    reloadSales();
  };
  return (
    <>
      <header class="manage-header">
        <div>
          <Title>{show.name}</Title>
          <p>
            <bdi>{show.venue}</bdi> · <Start show={show} />
          </p>
          <SaleStatus show={show} />
        </div>
        <p class="manage-links">
          <Link href={paths.live(showId)}>{texts.live}</Link>
          <Link href={paths.show(showId)}>{texts.asBuyers}</Link>
        </p>
      </header>
      <SalesOf
        sales={sales.state === 'loaded' ? sales.value : undefined}
        isUnknown={sales.state === 'failed'}
      />
      {show.cancelledAt === undefined ? (
        <>
          <SaleSwitch show={show} onChanged={onChanged} />
          <ChangeForm show={show} onChanged={onChanged} />
          {show.seating === 'RESERVED' && <SeatsPanel show={show} onChanged={onChanged} />}
          <FlyerPanel show={show} onChanged={onChanged} />
        </>
      ) : (
        <p class="notice">{sold === 0 ? texts.allCancelled : texts.cancelled}</p>
      )}
      <TicketsPanel show={show} />
      <AuditPanel showId={showId} />
      <Ending show={show} sold={sold} onChanged={onChanged} />
    </>
  );
}

const failureOf = (loaded: { readonly state: string; readonly error?: unknown }): unknown =>
  loaded.state === 'failed' ? loaded.error : undefined;

type SalesOfProps = { readonly sales: Sales | undefined; readonly isUnknown: boolean };

function SalesOf({ sales, isUnknown }: SalesOfProps) {
  return (
    <section aria-label={texts.sales}>
      <SalesFigures sales={sales} />
      <p class="error" role="status">
        {isUnknown && organiseTexts.list.noSales}
      </p>
    </section>
  );
}
