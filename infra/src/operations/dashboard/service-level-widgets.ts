import { Duration } from 'aws-cdk-lib';
import { GraphWidget, type IWidget, MathExpression } from 'aws-cdk-lib/aws-cloudwatch';
import type { Watched } from '../metrics/watched.ts';
import { indicatorEvents } from '../slo/indicator-events.ts';
import { PERIOD_DAYS, type ServiceLevel, serviceLevels } from '../slo/service-levels.ts';

const QUARTER = 6;
const HEIGHT = 5;

/** Long enough for a share to mean something, short enough to see when it went wrong. */
const WINDOW = Duration.hours(1);

/** One graph for each promise: what was kept of it in each hour, and the line below which it is broken. */
export const serviceLevelWidgets = (watched: Watched): IWidget[][] => [
  Object.values(serviceLevels).map((level: ServiceLevel) => {
    const { bad, total, metrics } = indicatorEvents(level.indicator, watched, WINDOW);
    const promised = 100 * level.objective;
    return new GraphWidget({
      title: `${level.title}: ${promised} % over ${PERIOD_DAYS} days`,
      left: [
        new MathExpression({
          expression: `100 * (1 - (${bad}) / (${total}))`,
          usingMetrics: { ...metrics },
          period: WINDOW,
          label: 'kept, in percent',
        }),
      ],
      leftAnnotations: [{ value: promised, label: 'promised' }],
      leftYAxis: { max: 100 },
      width: QUARTER,
      height: HEIGHT,
    });
  }),
];
