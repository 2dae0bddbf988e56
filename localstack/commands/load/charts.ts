import { computePercentile } from '../sale/percentiles.ts';
import type { LoadSample } from './contract.ts';
import type { Chart, Intervals, Series } from './line-chart.ts';
import { selectSamples } from './samples.ts';

const PERCENTILES = [50, 95, 99] as const;

/** The charts of a load, in display order. */
export const makeLoadCharts = (samples: readonly LoadSample[]): Chart[] => {
  const startedAt = samples[0]?.at ?? 0;
  const intervals = makeIntervals((samples.at(-1)?.at ?? startedAt) - startedAt);
  const moment = (at: number, value = 1): Moment => ({ ms: at - startedAt, value });
  const whenever = ({ at }: LoadSample): Moment => moment(at);
  const answersTo = (wanted: 'ask' | 'look') =>
    selectSamples(samples, 'answer').flatMap((one) =>
      one.request === wanted ? [whenever(one)] : [],
    );
  const decided = selectSamples(samples, 'decided');
  const sold = decided.filter(({ status }) => status === 'CONFIRMED');
  const percentilesOf = (moments: readonly Moment[]) =>
    PERCENTILES.map((percent) => makePercentileSeries(percent, moments, intervals));
  return [
    {
      title: 'Requests',
      unit: 'a second',
      intervals,
      series: [
        makeRateSeries(
          'buyers who come',
          selectSamples(samples, 'arrived').map(whenever),
          intervals,
        ),
        makeRateSeries('answers to POST /v1/purchases', answersTo('ask'), intervals),
        makeRateSeries('answers to GET /v1/purchases/{purchaseId}', answersTo('look'), intervals),
      ],
    },
    {
      title: 'Accept latency',
      unit: 'ms, from asking to the first 202',
      intervals,
      series: percentilesOf(selectSamples(samples, 'accepted').map(({ at, ms }) => moment(at, ms))),
    },
    {
      title: 'Time to decision',
      unit: 'ms, decidedAt − requestedAt of the records, when it was decided',
      intervals,
      series: percentilesOf(
        decided.map(({ requestedAt, decidedAt }) =>
          moment(Date.parse(decidedAt), Date.parse(decidedAt) - Date.parse(requestedAt)),
        ),
      ),
    },
    {
      title: 'Decisions by outcome',
      unit: 'a second',
      intervals,
      series: [...groupOutcomes(samples)].map(([outcome, times]) =>
        makeRateSeries(
          outcome,
          times.map((at) => moment(at)),
          intervals,
        ),
      ),
    },
    {
      title: 'Sold',
      unit: 'tickets, all until then',
      intervals,
      series: [
        makeRunningTotal(
          'sold',
          sold.map(({ decidedAt, quantity }) => moment(Date.parse(decidedAt), quantity)),
          intervals,
        ),
      ],
    },
  ];
};

/** When each outcome was decided, or returned at once. */
const groupOutcomes = (samples: readonly LoadSample[]): Map<string, number[]> => {
  const outcomes = new Map<string, number[]>();
  const add = (outcome: string, at: number) => {
    const times = outcomes.get(outcome) ?? [];
    times.push(at);
    outcomes.set(outcome, times);
  };
  for (const { status, reason, decidedAt } of selectSamples(samples, 'decided')) {
    add(reason === undefined ? status : `${status} ${reason}`, Date.parse(decidedAt));
  }
  for (const { at } of selectSamples(samples, 'sold-out')) add('409 SOLD_OUT', at);
  for (const { at } of selectSamples(samples, 'card-refused')) add('400 INVALID_CARD', at);
  return outcomes;
};

/** The rate per second. */
const makeRateSeries = (
  name: string,
  moments: readonly Moment[],
  intervals: Intervals,
): Series => ({
  name,
  values: groupByInterval(moments, intervals).map((some) => some.length / intervals.seconds),
});

/** The running total. */
const makeRunningTotal = (
  name: string,
  moments: readonly Moment[],
  intervals: Intervals,
): Series => {
  let sum = 0;
  const values = groupByInterval(moments, intervals).map((some) => {
    for (const { value } of some) sum += value;
    return sum;
  });
  return { name, values };
};

/** One percentile in each interval. */
const makePercentileSeries = (
  percent: number,
  moments: readonly Moment[],
  intervals: Intervals,
): Series => ({
  name: `p${percent}`,
  values: groupByInterval(moments, intervals).map((some) => {
    const values = some.map(({ value }) => value);
    return computePercentile(values, percent) ?? null;
  }),
});

/** An event and its time, in milliseconds since the load began. */
type Moment = { readonly ms: number; readonly value: number };

const MOST_INTERVALS = 120;
const MS_PER_SECOND = 1_000;

/** Intervals of whole seconds, from 0 to the end. */
const makeIntervals = (endMs: number): Intervals => {
  const all = Math.floor(Math.max(0, endMs) / MS_PER_SECOND) + 1;
  const seconds = Math.ceil(all / MOST_INTERVALS);
  return { seconds, count: Math.ceil(all / seconds) };
};

/** The times in each interval. Small clock differences never put a time outside. */
const groupByInterval = (
  moments: readonly Moment[],
  { count, seconds }: Intervals,
): readonly (readonly Moment[])[] => {
  const intervals: Moment[][] = Array.from({ length: count }, () => []);
  for (const moment of moments) {
    const index = Math.floor(moment.ms / (seconds * MS_PER_SECOND));
    intervals[Math.min(count - 1, Math.max(0, index))]?.push(moment);
  }
  return intervals;
};
