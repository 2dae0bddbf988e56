import type { BarSeriesOption, LineSeriesOption } from 'echarts/charts';
import { type ChartOption, renderChart } from '../../support/render-chart.ts';
import { contenders, findContender } from '../contenders/all-contenders.ts';
import {
  type BenchReport,
  chooseComparedAtOnce,
  type LoadFigures,
  sumCpuMs,
} from './bench-report.ts';

/** Pixels. */
const WIDTH = 960;
const HEIGHT = 720;
const LINES = { left: 60, top: 50, width: 620, height: 280 };
const BARS = { top: 420, height: 250, width: 330 };
const LEFT_BARS = { ...BARS, left: 190 };
const RIGHT_BARS = { ...BARS, left: 570 };

/** Colour-blind readers can distinguish these: https://doi.org/10.1038/nmeth.1618 */
const COLOURS = [
  '#999999',
  '#e69f00',
  '#d55e00',
  '#56b4e9',
  '#0072b2',
  '#009e73',
  '#cc79a7',
  '#000000',
];

/** Draws a report as one SVG: purchases per second of CPU above, and what a purchase takes below. */
export function drawReport({ load }: Pick<BenchReport, 'load'>): string {
  const locked = load.filter(({ itemLocks }) => itemLocks);
  const steps = [...new Set(locked.map(({ atOnce }) => atOnce))];
  const atOnce = chooseComparedAtOnce(load);
  const compared = locked.filter((figures) => figures.atOnce === atOnce);
  const option = {
    color: COLOURS,
    title: [
      makeTitle('Purchases per second of CPU, by calls at once', LINES),
      makeTitle(`CPU ms of a purchase, ${atOnce} at once`, LEFT_BARS),
      makeTitle('Write units of a purchase', RIGHT_BARS),
    ],
    legend: [
      { left: 700, top: LINES.top, orient: 'vertical', data: contenders.map(({ name }) => name) },
      { left: LEFT_BARS.left, top: HEIGHT - 30, data: [OF_SELLERS, OF_DYNAMODB] },
    ],
    grid: [LINES, LEFT_BARS, RIGHT_BARS],
    xAxis: [
      { type: 'category', data: steps.map(String) },
      { type: 'value', gridIndex: 1 },
      { type: 'value', gridIndex: 2 },
    ],
    yAxis: [
      { type: 'value' },
      makeNameAxis(1, compared),
      { ...makeNameAxis(2, compared), axisLabel: { show: false } },
    ],
    series: [
      ...contenders.map(({ id, name }) =>
        makeLine(
          name,
          locked.filter(({ contender }) => contender === id),
        ),
      ),
      makeBars(OF_SELLERS, 1, '#0072b2', compared, ({ sellersCpuMs }) => sellersCpuMs),
      makeBars(OF_DYNAMODB, 1, '#e69f00', compared, ({ dynamodbCpuMs }) => dynamodbCpuMs ?? 0),
      makeBars('write units', 2, '#009e73', compared, ({ writeUnits }) => writeUnits),
    ],
  } satisfies ChartOption;
  return renderChart(option, { width: WIDTH, height: HEIGHT });
}

const OF_SELLERS = 'sellers';
const OF_DYNAMODB = 'DynamoDB Local';

/** Pixels between a title and its drawing. */
const TITLE_HEIGHT = 34;

const makeTitle = (text: string, { left, top }: { left: number; top: number }) => ({
  text,
  left,
  top: top - TITLE_HEIGHT,
  textStyle: { fontSize: 14 },
});

/** The contenders from top to bottom. */
const makeNameAxis = (gridIndex: number, compared: readonly LoadFigures[]) => ({
  type: 'category' as const,
  gridIndex,
  inverse: true,
  data: compared.map(({ contender }) => findContender(contender).name),
});

const makeLine = (name: string, figures: readonly LoadFigures[]): LineSeriesOption => ({
  type: 'line',
  name,
  // Unlike the rate, it does not depend on what else runs on the machine.
  data: figures.map((one) => Math.round(MS_PER_SECOND / sumCpuMs(one))),
});

const MS_PER_SECOND = 1_000;

const makeBars = (
  name: string,
  axis: number,
  color: string,
  compared: readonly LoadFigures[],
  pick: (perPurchase: LoadFigures['perPurchase']) => number,
): BarSeriesOption => ({
  type: 'bar',
  name,
  stack: String(axis),
  xAxisIndex: axis,
  yAxisIndex: axis,
  itemStyle: { color },
  data: compared.map(({ perPurchase }) => Number(pick(perPurchase).toFixed(2))),
});
