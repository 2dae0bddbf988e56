import { Duration } from 'aws-cdk-lib';
import {
  AlarmStatusWidget,
  Dashboard,
  GraphWidget,
  type IAlarm,
  type IWidget,
  MathExpression,
  TextWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { Watched } from './metrics/aws-metrics.ts';
import { makePaymentWidgets } from './payment-widgets.ts';
import { makeSaleWidgets, makeWorkerWidgets } from './sale-widgets.ts';
import { indicatorEvents } from './slo/indicator-events.ts';
import { PERIOD_DAYS, type ServiceLevel, serviceLevels } from './slo/service-levels.ts';

const WHOLE = 24;

/** Makes the dashboard that answers "How is the sale going?", with the first questions at the top. */
export const makeSaleDashboard = (
  scope: Construct,
  watched: Watched,
  alarms: readonly IAlarm[],
): Dashboard =>
  new Dashboard(scope, 'sale', {
    dashboardName: `willcall-${watched.stage}-sale`,
    widgets: [
      [
        new TextWidget({
          markdown: '# How is the sale going?\nWhat each alarm means: `infra/RUNBOOK.md`',
          width: WHOLE,
          height: 2,
        }),
      ],
      ...makeSaleWidgets(watched),
      ...makePaymentWidgets(watched),
      ...makeWorkerWidgets(watched),
      ...makeServiceLevelWidgets(watched),
      [new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: WHOLE, height: 5 })],
    ],
  });

const QUARTER = 6;
const HEIGHT = 5;

/** Long enough for a meaningful share, short enough to show when it went wrong. */
const WINDOW = Duration.hours(1);

/** Makes a graph for each service level: its share of good events in each hour, and its objective. */
const makeServiceLevelWidgets = (watched: Watched): IWidget[][] => [
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
          label: 'good, in percent',
        }),
      ],
      leftAnnotations: [{ value: promised, label: 'objective' }],
      leftYAxis: { max: 100 },
      width: QUARTER,
      height: HEIGHT,
    });
  }),
];
