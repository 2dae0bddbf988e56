import type { LiveSale } from '@willcall/client';
import type { ComponentChildren } from 'preact';
import { takesPayments } from '../api/configuration.ts';
import { formatCount, formatMilliseconds, formatSeconds, UNKNOWN } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { computePresentRate, findLastSecond, sumDecided } from './sale-history.ts';
import type { WatchedSale } from './use-live-sale.ts';

const countOf = (count: number | undefined): string =>
  count === undefined ? UNKNOWN : formatCount(count);

/** What is sold, decided and queued. */
export function Figures({ sale }: { readonly sale: WatchedSale }) {
  const { latest, points, timeToDecision } = sale;
  const text = texts.live.figures;
  const decided = sumDecided(points);
  const depth = latest?.queue?.depth;
  const rate =
    latest === undefined ? undefined : computePresentRate(points, findLastSecond(latest.at));
  return (
    <dl class="figures">
      <Figure name={text.sold} value={countOf(latest?.sold)} kind="sold">
        <Bar of={latest} />
        {latest === undefined ? UNKNOWN : text.ofCapacity(formatCount(latest.capacity))}
      </Figure>
      {takesPayments() && (
        <Figure name={text.held} value={countOf(latest?.held)} kind="held">
          {text.paid(formatCount(decided.paid), formatCount(decided.expired))}
        </Figure>
      )}
      <Figure name={text.left} value={countOf(latest?.available)} kind="left">
        {text.exact}
      </Figure>
      <Figure
        name={text.rate}
        value={countOf(rate === undefined ? undefined : Math.round(rate))}
        kind="rate"
      >
        {text.peak(formatCount(Math.round(decided.peak)))}
      </Figure>
      <Figure name={text.queue} value={countOf(depth)} kind="queue">
        {latest === undefined ? UNKNOWN : sayQueueAge(sale, latest)}
      </Figure>
      <Figure name={text.time} value={timeOf(timeToDecision?.p50)} kind="time">
        {text.p99(timeOf(timeToDecision?.p99))}
      </Figure>
      <Figure
        name={text.asked}
        value={
          depth === undefined
            ? UNKNOWN
            : formatCount(
                decided.granted + decided.rejected + decided.failed + decided.withdrawn + depth,
              )
        }
        kind="asked"
      >
        {text.estimate}
      </Figure>
      <Figure name={text.confirmed} value={countOf(decided.confirmed)} kind="confirmed">
        {text.refused(formatCount(decided.rejected), formatCount(decided.failed))}
      </Figure>
      <DeadLetters letters={latest?.deadLetters} />
    </dl>
  );
}

const timeOf = (ms: number | undefined): string =>
  ms === undefined ? UNKNOWN : formatMilliseconds(ms);

type FigureProps = {
  readonly name: string;
  readonly value: string;
  /** For tests and colours. */
  readonly kind: string;
  readonly children: ComponentChildren;
};

function Figure({ name, value, kind, children }: FigureProps) {
  return (
    <div class={`figure figure-${kind}`}>
      <dt>{name}</dt>
      <dd class="figure-value">{value}</dd>
      <dd class="figure-note">{children}</dd>
    </div>
  );
}

/** How much of the stock is sold. The figure beside it says the same. */
function Bar({ of }: { readonly of: LiveSale | undefined }) {
  const share = of === undefined || of.capacity === 0 ? 0 : of.sold / of.capacity;
  return (
    <span class="bar" aria-hidden="true">
      <span style={{ width: `${share * 100}%` }} />
    </span>
  );
}

/** How long the queue makes people wait, and how old that figure is by the server's clock. */
function sayQueueAge({ age }: WatchedSale, { at, queue }: LiveSale): string {
  const { unreadable, shortWait, oldest, longestWait } = texts.live.figures;
  if (queue === undefined) return unreadable;
  if (queue.age === undefined) return shortWait;
  const { seconds, measuredAt, source } = queue.age;
  const measuredAgo = Math.max(0, Math.round((Date.parse(at) - Date.parse(measuredAt)) / 1_000));
  const say = source === 'CLOUDWATCH' ? oldest : longestWait;
  return say(formatSeconds(seconds), formatSeconds(measuredAgo + age));
}

function DeadLetters({ letters }: { readonly letters: LiveSale['deadLetters'] }) {
  const { dead, deadNote, unreadable } = texts.live.figures;
  const { waiting = 0, parkedPurchases = 0, parkedEvents = 0 } = letters ?? {};
  const all = waiting + parkedPurchases + parkedEvents;
  return (
    <Figure
      name={dead}
      value={letters === undefined ? UNKNOWN : formatCount(all)}
      kind={all > 0 ? 'dead-some' : 'dead'}
    >
      {letters === undefined
        ? unreadable
        : deadNote(formatCount(waiting), formatCount(parkedPurchases), formatCount(parkedEvents))}
    </Figure>
  );
}
