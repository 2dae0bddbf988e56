import type { Sales } from '@willcall/client';
import { takesPayments } from '../../api/configuration.ts';
import { useLoaded } from '../../api/use-loaded.ts';
import { organiser } from '../../api/willcall.ts';
import { formatCount, UNKNOWN } from '../../text/formats.ts';
import { organiseTexts } from '../../text/organise.ts';
import { formatRevenue } from './show-row.tsx';

const texts = organiseTexts.list;

/** Milliseconds. Settled shows cost nothing, so the totals are cheap enough to follow. */
const REFRESH_MS = 15_000;

/** What was sold of all shows together. */
export function TotalSales() {
  const loaded = useLoaded({
    of: 'sales of all shows',
    load: (signal) => organiser.totalSales({ signal }),
    refreshMs: REFRESH_MS,
  });
  const sales = loaded.state === 'loaded' ? loaded.value : undefined;
  return (
    <section class="totals" aria-label={texts.all}>
      <SalesFigures sales={sales} />
      <p class="error" role="status">
        {loaded.state === 'failed' && texts.noSales}
      </p>
    </section>
  );
}

/** The counters of one show, or of all. */
export function SalesFigures({ sales }: { readonly sales: Sales | undefined }) {
  const count = (name: 'sold' | 'held' | 'available' | 'capacity'): string =>
    sales === undefined ? UNKNOWN : formatCount(sales[name]);
  return (
    <dl class="sales-figures">
      <div class="sales-sold">
        <dt>{texts.sold}</dt>
        <dd>{count('sold')}</dd>
      </div>
      {takesPayments() && (
        <div class="sales-held">
          <dt>{texts.held}</dt>
          <dd>{count('held')}</dd>
        </div>
      )}
      <div>
        <dt>{texts.left}</dt>
        <dd>{count('available')}</dd>
      </div>
      <div>
        <dt>{texts.capacity}</dt>
        <dd>{count('capacity')}</dd>
      </div>
      <div>
        <dt>{texts.revenue}</dt>
        <dd>{sales === undefined ? UNKNOWN : formatRevenue(sales)}</dd>
      </div>
    </dl>
  );
}
