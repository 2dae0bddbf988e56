import type { LiveSale } from '@willcall/client';
import { formatCount } from '../text/formats.ts';
import { texts } from '../text/language.ts';

type Shard = LiveSale['shards'][number];

/** How full each stock shard still is, as a strip and as a table. */
export function Shards({ shards }: { readonly shards: readonly Shard[] }) {
  const { title, text, summary, table, shard, left, sold } = texts.live.shards;
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
      <details>
        <summary>{table}</summary>
        <table>
          <thead>
            <tr>
              <th scope="col">{shard}</th>
              <th scope="col">{left}</th>
              <th scope="col">{sold}</th>
            </tr>
          </thead>
          <tbody>
            {shards.map(({ available, sold }, index) => (
              <tr key={index}>
                <th scope="row">{formatCount(index + 1)}</th>
                <td>{formatCount(available)}</td>
                <td>{formatCount(sold)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

const shareOf = (available: number, sold: number): number =>
  available + sold === 0 ? 0 : (available / (available + sold)) * 100;
