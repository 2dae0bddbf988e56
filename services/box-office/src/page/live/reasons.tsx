import { formatCount } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { type LivePoint, sumDecided } from './sale-history.ts';

/** Why purchases of the last hour were refused. */
export function Reasons({ points }: { readonly points: readonly LivePoint[] }) {
  const { title, none, names } = texts.live.reasons;
  const { reasons } = sumDecided(points);
  const [[, most] = ['', 1]] = reasons;
  return (
    <section class="panel live-panel" aria-labelledby="reasons-title">
      <h2 id="reasons-title">{title}</h2>
      {reasons.length === 0 ? (
        <p class="reasons note">{none}</p>
      ) : (
        <ul class="reasons">
          {reasons.map(([reason, count]) => (
            <li key={reason} data-reason={reason}>
              <span>{names[reason] ?? names.UNKNOWN}</span>
              <strong>{formatCount(count)}</strong>
              <span class="bar" aria-hidden="true">
                <span style={{ width: `${(count / most) * 100}%` }} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
