import { rejectionReasons } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import {
  GraphWidget,
  GraphWidgetView,
  type IMetric,
  type IWidget,
  MathExpression,
  SingleValueWidget,
} from 'aws-cdk-lib/aws-cloudwatch';
import {
  lambdaMetric,
  ONE_MINUTE,
  queueDepthMetric,
  queueMetric,
  type Watched,
} from './metrics/aws-metrics.ts';
import { type ServiceMetricName, serviceMetric } from './metrics/service-metric.ts';
import { ACCEPT_WITHIN_MS, DECIDED_WITHIN_MS } from './slo/service-levels.ts';

/** Columns of CloudWatch's grid. */
const WHOLE = 24;
const HALF = WHOLE / 2;
const THIRD = WHOLE / 3;
const HEIGHT = 6;

const REJECTED = rejectionReasons.map((reason) => `Rejected_${reason}` as const);

/** Makes the widgets of purchases: accepted, decided, sold, and rejected by reason. */
export function makeSaleWidgets({ stage, queues, failedTargets }: Watched): IWidget[][] {
  const accepted = serviceMetric({ stage, service: 'accept', name: 'PurchasesAccepted' });
  const all: readonly ServiceMetricName[] = [
    'Purchases_CONFIRMED',
    'Purchases_CANCELLED',
    'Purchases_FAILED',
    ...REJECTED,
  ];
  const everything = decisionsMetric(stage, 'decided', all);
  const confirmed = decisionsMetric(stage, 'confirmed', ['Purchases_CONFIRMED']);
  const tickets = decisionsMetric(stage, 'tickets', ['TicketsSold']);
  const dead = [
    ...(['purchases-dead', 'parked-purchases', 'parked-events'] as const).map((queue) =>
      queueDepthMetric(queues[queue], queue),
    ),
    ...(failedTargets === undefined ? [] : [queueDepthMetric(failedTargets, 'failed-targets')]),
  ];
  return [
    [
      new SingleValueWidget({
        title: 'In the selected time range',
        metrics: [accepted, everything, confirmed, tickets],
        setPeriodToTimeRange: true,
        width: HALF,
        height: HEIGHT / 2,
      }),
      new SingleValueWidget({
        title: 'Dead letters and parked messages: should be 0',
        metrics: dead,
        width: HALF,
        height: HEIGHT / 2,
      }),
    ],
    [
      makeGraph('Accepted, decided and sold: purchases and tickets per minute', [
        accepted,
        everything,
        confirmed,
        tickets,
      ]),
      new GraphWidget({
        title: 'Rejected per minute, by reason',
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

const makeGraph = (title: string, left: IMetric[]): GraphWidget =>
  new GraphWidget({ title, left, width: HALF, height: HEIGHT });

/**
 * A sum of decision metrics of the worker and of the function that decides dead letters.
 *
 * @param label one word, unique among the metrics of one graph.
 */
const decisionsMetric = (
  stage: StageName,
  label: string,
  names: readonly ServiceMetricName[],
): MathExpression => {
  const services = { worker: 'worker', dead: 'dead-letters' } as const;
  const metrics = names.flatMap((name, index) =>
    Object.entries(services).map(
      ([id, service]) =>
        [`${id}_${label}_${index}`, serviceMetric({ stage, service, name })] as const,
    ),
  );
  return new MathExpression({
    expression: metrics.map(([id]) => `FILL(${id}, 0)`).join(' + '),
    usingMetrics: Object.fromEntries(metrics),
    period: ONE_MINUTE,
    label,
  });
};

/** Makes the widgets of the worker: how fast it decides, and what slows it down. */
export function makeWorkerWidgets({ stage, queues, functions }: Watched): IWidget[][] {
  const ofWorker = (name: ServiceMetricName, statistic?: string) =>
    serviceMetric({ stage, service: 'worker', name, ...(statistic && { statistic }) });
  const timeToDecision = (statistic: string) =>
    ofWorker('TimeToDecision', statistic).with({ label: statistic });
  const duration = (statistic: string) =>
    lambdaMetric(functions.accept, 'Duration', statistic).with({ label: statistic });
  return [
    [
      makeSmallGraph('Queue: purchases waiting and age of the oldest', {
        left: [queueMetric(queues.purchases, 'ApproximateNumberOfMessagesVisible')],
        right: [queueMetric(queues.purchases, 'ApproximateAgeOfOldestMessage')],
        leftYAxis: { label: 'messages', min: 0 },
        rightYAxis: { label: 'seconds', min: 0 },
      }),
      makeSmallGraph('Time to decision', {
        left: [timeToDecision('p50'), timeToDecision('p99')],
        leftYAxis: { label: 'ms', min: 0 },
        leftAnnotations: [{ value: DECIDED_WITHIN_MS, label: 'objective' }],
      }),
      makeSmallGraph('Time to accept', {
        left: [duration('p50'), duration('p99')],
        leftYAxis: { label: 'ms', min: 0 },
        leftAnnotations: [{ value: ACCEPT_WITHIN_MS, label: 'objective' }],
      }),
    ],
    [
      makeSmallGraph('Batch fill and number of batches', {
        left: [ofWorker('BatchFill', 'Average').with({ label: 'messages in a batch' })],
        right: [ofWorker('BatchFill', 'SampleCount').with({ label: 'batches per minute' })],
        leftYAxis: { min: 0, max: 10 },
      }),
      makeSmallGraph('What slows the worker down', {
        left: [
          ofWorker('Conflicts'),
          ofWorker('MessagesFailed'),
          ofWorker('StockLooks'),
          ofWorker('DecidedBefore'),
        ],
      }),
      makeSmallGraph('Events', {
        left: (['EventsPublished', 'EventsUnpublished', 'RecordsParked'] as const).map((name) =>
          serviceMetric({ stage, service: 'stream', name }),
        ),
        right: [lambdaMetric(functions.stream, 'IteratorAge', 'Maximum')],
        rightYAxis: { label: 'ms', min: 0 },
      }),
    ],
  ];
}

const makeSmallGraph = (
  title: string,
  props: Omit<NonNullable<ConstructorParameters<typeof GraphWidget>[0]>, 'title'>,
): GraphWidget => new GraphWidget({ ...props, title, width: THIRD, height: HEIGHT });
