import { rejectionReasons } from '@willcall/contracts';
import {
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  type IWidget,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import { inQueue } from '../metrics/in-queue.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { Watched } from '../metrics/watched.ts';
import { decided } from './decided.ts';

/** Columns of CloudWatch's grid. */
const WHOLE = 24;
const HALF = WHOLE / 2;
const HEIGHT = 6;

const REJECTED = rejectionReasons.map((reason) => `Rejected_${reason}` as const);

/** What comes in, what becomes of it, and why not. */
export function saleWidgets({ stage, queues, failedTargets }: Watched): IWidget[][] {
  const accepted = serviceMetric({ stage, service: 'accept', name: 'PurchasesAccepted' });
  const all: readonly ServiceMetricName[] = [
    'Purchases_CONFIRMED',
    'Purchases_CANCELLED',
    'Purchases_FAILED',
    ...REJECTED,
  ];
  const everything = decided(stage, 'decided', all);
  const confirmed = decided(stage, 'confirmed', ['Purchases_CONFIRMED']);
  const tickets = decided(stage, 'tickets', ['TicketsSold']);
  const dead = [
    ...(['purchases-dead', 'parked-purchases', 'parked-events'] as const).map((queue) =>
      inQueue(queues[queue], queue),
    ),
    ...(failedTargets === undefined ? [] : [inQueue(failedTargets, 'failed-targets')]),
  ];
  return [
    [
      new SingleValueWidget({
        title: 'In the time shown',
        metrics: [accepted, everything, confirmed, tickets],
        setPeriodToTimeRange: true,
        width: HALF,
        height: HEIGHT / 2,
      }),
      new SingleValueWidget({
        title: 'Dead letters: none is right',
        metrics: dead,
        width: HALF,
        height: HEIGHT / 2,
      }),
    ],
    [
      graph('Accepted, decided, sold: purchases and tickets a minute', [
        accepted,
        everything,
        confirmed,
        tickets,
      ]),
      new GraphWidget({
        title: 'Rejected by reason, a minute',
        left: REJECTED.map((name) =>
          serviceMetric({ stage, service: 'worker', name }).with({
            label: name.replace('Rejected_', ''),
          }),
        ),
        stacked: true,
        view: GraphWidgetView.TIME_SERIES,
        width: HALF,
        height: HEIGHT,
      }),
    ],
  ];
}

const graph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: HALF, height: HEIGHT });
