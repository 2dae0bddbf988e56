import type { LiveSale } from '@willcall/client';
import { formatCount } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { ChartTable } from './chart-table.tsx';

type Shard = LiveSale['shards'][number];

/** How full each stock shard still is, as a strip and as a table. */
export function Shards({ shards }: { readonly shards: readonly Shard[] }) {
  const { title, text, summary, shard, left, sold } = texts.live.shards;
  const empty = shards.filter(({ available }) => available === 0).length;
  return (
    <section class="panel live-panel" aria-labelledby="shards-title">
      <h2 id="shards-title">{title}</h2>
      <p class="note">{text}</p>
      <div
        class="shards"
        role="img"
        aria-label={summary(formatCount(shards.length), formatCount(empty))}
      >
        {shards.map(({ available, sold }, index) => (
          <span key={index} class={available === 0 ? 'shard shard-empty' : 'shard'}>
            <span style={{ height: `${shareOf(available, sold)}%` }} />
          </span>
        ))}
      </div>
      <p class="note" aria-hidden="true">
        {summary(formatCount(shards.length), formatCount(empty))}
      </p>
      <ChartTable
        columns={[shard, left, sold]}
        rows={shards.map(({ available, sold }, index) => [
          formatCount(index + 1),
          formatCount(available),
          formatCount(sold),
        ])}
      />
    </section>
  );
}

const shareOf = (available: number, sold: number): number =>
  available + sold === 0 ? 0 : (available / (available + sold)) * 100;
