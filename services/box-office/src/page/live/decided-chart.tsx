import { useEffect, useRef, useState } from 'preact/hooks';
import uPlot from 'uplot';
import { takesPayments } from '../api/configuration.ts';
import { formatClock, formatCount } from '../text/formats.ts';
import { texts } from '../text/language.ts';
import { ChartTable } from './chart-table.tsx';
import {
  computeRates,
  findLastSecond,
  fitRange,
  RANGES,
  type Range,
  type Rates,
} from './sale-history.ts';
import type { WatchedSale } from './use-live-sale.ts';

/** How many purchases got tickets and were refused in each second, as a chart and as a table. */
export function DecidedChart({ sale: { latest, points } }: { readonly sale: WatchedSale }) {
  const [chosen, choose] = useState<Range>();
  const { title, refused, ranges, range: rangeLabel, summary } = texts.live.chart;
  const lastSecond = latest === undefined ? undefined : findLastSecond(latest.at);
  const range = chosen ?? (lastSecond === undefined ? RANGES[0] : fitRange(points, lastSecond));
  const rates = lastSecond === undefined ? NO_RATES : computeRates(points, lastSecond, range);
  const highest = (values: readonly number[]) => formatCount(Math.round(Math.max(0, ...values)));
  return (
    <section class="panel live-panel" aria-labelledby="chart-title">
      <div class="chart-head">
        <h2 id="chart-title">{title}</h2>
        <ul class="chart-legend">
          <li class="chart-confirmed">{nameGranted()}</li>
          <li class="chart-refused">{refused}</li>
        </ul>
        <fieldset class="chart-ranges">
          <legend class="unseen">{rangeLabel}</legend>
          {RANGES.map((seconds) => (
            <label key={seconds}>
              <input
                type="radio"
                name="range"
                checked={seconds === range}
                onChange={() => choose(seconds)}
              />
              <span class="range-text">{ranges[seconds]}</span>
            </label>
          ))}
        </fieldset>
      </div>
      <div
        role="img"
        aria-label={summary(ranges[range], highest(rates.granted), highest(rates.refused))}
      >
        <Plot rates={rates} />
      </div>
      <RateTable rates={rates} />
    </section>
  );
}

/** On a stage that takes payments, a purchase can be held first. */
const nameGranted = (): string =>
  takesPayments() ? texts.live.chart.heldOrConfirmed : texts.live.chart.confirmed;

const NO_RATES: Rates = { step: 1, times: [], granted: [], refused: [] };

/** Draws with uPlot on a canvas, whose size in the page never depends on what it shows. */
function Plot({ rates }: { readonly rates: Rates }) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  useEffect(() => {
    const { current: element } = place;
    if (element === null) return;
    const drawn = new uPlot(chartOptions(element), toData(NO_RATES), element);
    plot.current = drawn;
    const observer = new ResizeObserver(() => drawn.setSize(sizeOf(element)));
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, []);
  useEffect(() => plot.current?.setData(toData(rates)), [rates]);
  return <div class="plot" ref={place} aria-hidden="true" />;
}

/** The refused are stacked on the granted: they are drawn first, as the sum of both. */
const toData = ({ times, granted, refused }: Rates): uPlot.AlignedData => [
  [...times],
  granted.map((count, index) => count + (refused[index] ?? 0)),
  [...granted],
];

const sizeOf = ({ clientWidth: width, clientHeight: height }: Element) => ({ width, height });

/** Pixels. */
const AXIS_WIDTH = 44;
const AXIS_HEIGHT = 28;

/** Decisions per second: a chart of nothing still has an axis. */
const LEAST_HEIGHT = 10;
const HEADROOM = 1.1;

function chartOptions(element: Element): uPlot.Options {
  const style = getComputedStyle(element);
  // Read at each drawing, because the browser can change from light to dark.
  const bars = (colour: 'stroke' | 'fill') => ({
    fill: () => style[colour],
    width: 0,
    points: { show: false },
    ...(uPlot.paths.bars && { paths: uPlot.paths.bars({ align: 1, size: [0.92, 40] }) }),
  });
  const axis = { stroke: () => style.color, font: `12px ${style.fontFamily}`, ticks: { size: 4 } };
  const grid = { stroke: () => style.borderTopColor, width: 1 };
  return {
    ...sizeOf(element),
    cursor: { show: false },
    legend: { show: false },
    scales: { y: { range: (_, __, most) => [0, Math.max(LEAST_HEIGHT, most * HEADROOM)] } },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        space: 80,
        grid: { show: false },
        values: (_, seconds) => seconds.map(formatClock),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        grid,
        values: (_, counts) => counts.map(formatCount),
      },
    ],
    series: [{}, bars('fill'), bars('stroke')],
  };
}

const ROWS = 6;

/** The chart in figures: means of equal parts of its range. */
function RateTable({ rates }: { readonly rates: Rates }) {
  const { from, refused, tableNote } = texts.live.chart;
  const length = Math.ceil(rates.times.length / ROWS);
  const mean = (values: readonly number[], row: number) => {
    const part = values.slice(row * length, (row + 1) * length);
    return formatCount(Math.round(part.reduce((sum, value) => sum + value, 0) / part.length));
  };
  const rows = rates.times
    .filter((_, index) => index % length === 0)
    .map(
      (seconds, row) =>
        [formatClock(seconds), mean(rates.granted, row), mean(rates.refused, row)] as const,
    );
  return <ChartTable note={tableNote} columns={[from, nameGranted(), refused]} rows={rows} />;
}
