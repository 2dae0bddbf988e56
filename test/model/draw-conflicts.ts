import { type Conflicts, conflictRate, shardChoices } from '@willcall/infra/model';
import type { LineSeriesOption } from 'echarts/charts';
import { type ChartOption, renderChart } from '../support/render-chart.ts';

/** Pixels. */
const WIDTH = 960;
const HEIGHT = 420;
const GRIDS = { top: 60, bottom: 90, width: 400 };
const LEFTS = { random: 60, settling: 530 } as const;

/** Colour-blind readers can distinguish these: https://doi.org/10.1038/nmeth.1618 */
const COLOURS = ['#e69f00', '#56b4e9', '#009e73', '#0072b2', '#cc79a7', '#d55e00'];

const TITLES = {
  random: '% conflicts, choosing a shard at random',
  settling: '% conflicts, settling on a shard',
} as const;

/** Draws the conflicts of a sweep as one SVG: by workers, a line for each number of stock shards. */
export function drawConflicts(sweep: readonly Conflicts[]): string {
  const workers = [...new Set(sweep.map((each) => each.workers))];
  const shards = [...new Set(sweep.map((each) => each.shards))];
  const option = {
    color: COLOURS,
    title: shardChoices.map((choice) => ({
      text: TITLES[choice],
      left: LEFTS[choice],
      top: 15,
      textStyle: { fontSize: 14 },
    })),
    legend: { bottom: 10, data: shards.map(nameShards) },
    grid: shardChoices.map((choice) => ({ ...GRIDS, left: LEFTS[choice] })),
    xAxis: shardChoices.map((_, gridIndex) => ({
      type: 'category',
      gridIndex,
      data: workers.map(String),
      name: 'workers',
      nameLocation: 'middle',
      nameGap: 26,
    })),
    yAxis: shardChoices.map((_, gridIndex) => ({ type: 'value', gridIndex, min: 0, max: 100 })),
    series: shardChoices.flatMap((choice, axis) =>
      shards.map(
        (shard): LineSeriesOption => ({
          type: 'line',
          name: nameShards(shard),
          xAxisIndex: axis,
          yAxisIndex: axis,
          data: sweep
            .filter((each) => each.choice === choice && each.shards === shard)
            .map((each) => Number((100 * conflictRate(each)).toFixed(2))),
        }),
      ),
    ),
  } satisfies ChartOption;
  return renderChart(option, { width: WIDTH, height: HEIGHT });
}

const nameShards = (shards: number): string => (shards === 1 ? '1 shard' : `${shards} shards`);
