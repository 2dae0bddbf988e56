import { GraphWidget, type IWidget } from 'aws-cdk-lib/aws-cloudwatch';
import { lambdaMetric } from '../metrics/lambda-metric.ts';
import { queueMetric } from '../metrics/queue-metric.ts';
import { type ServiceMetricName, serviceMetric } from '../metrics/service-metric.ts';
import type { Watched } from '../metrics/watched.ts';
import { ACCEPT_WITHIN_MS, DECIDED_WITHIN_MS } from '../slo/service-levels.ts';

/** A third of CloudWatch's grid. */
const THIRD = 8;
const HEIGHT = 6;

/** How fast it goes, and what slows it down. */
export function workerWidgets({ stage, queues, functions }: Watched): IWidget[][] {
  const ofWorker = (name: ServiceMetricName, statistic?: string) =>
    serviceMetric({ stage, service: 'worker', name, ...(statistic && { statistic }) });
  const timeToDecision = (statistic: string) =>
    ofWorker('TimeToDecision', statistic).with({ label: statistic });
  const duration = (statistic: string) =>
    lambdaMetric(functions.accept, 'Duration', statistic).with({ label: statistic });
  return [
    [
      sized('Queue: purchases waiting, and the age of the oldest', {
        left: [queueMetric(queues.purchases, 'ApproximateNumberOfMessagesVisible')],
        right: [queueMetric(queues.purchases, 'ApproximateAgeOfOldestMessage')],
        leftYAxis: { label: 'messages', min: 0 },
        rightYAxis: { label: 'seconds', min: 0 },
      }),
      sized('Time to decision', {
        left: [timeToDecision('p50'), timeToDecision('p99')],
        leftYAxis: { label: 'ms', min: 0 },
        leftAnnotations: [{ value: DECIDED_WITHIN_MS, label: 'promised' }],
      }),
      sized('Time to accept', {
        left: [duration('p50'), duration('p99')],
        leftYAxis: { label: 'ms', min: 0 },
        leftAnnotations: [{ value: ACCEPT_WITHIN_MS, label: 'promised' }],
      }),
    ],
    [
      sized('Batch fill, and batches', {
        left: [ofWorker('BatchFill', 'Average').with({ label: 'messages in a batch' })],
        right: [ofWorker('BatchFill', 'SampleCount').with({ label: 'batches a minute' })],
        leftYAxis: { min: 0, max: 10 },
      }),
      sized('What slows it down', {
        left: [
          ofWorker('Conflicts'),
          ofWorker('MessagesFailed'),
          ofWorker('StockLooks'),
          ofWorker('DecidedBefore'),
        ],
      }),
      sized('Events', {
        left: (['EventsPublished', 'EventsUnpublished', 'RecordsParked'] as const).map((name) =>
          serviceMetric({ stage, service: 'stream', name }),
        ),
        right: [lambdaMetric(functions.stream, 'IteratorAge', 'Maximum')],
        rightYAxis: { label: 'ms', min: 0 },
      }),
    ],
  ];
}

const sized = (
  title: string,
  props: Omit<NonNullable<ConstructorParameters<typeof GraphWidget>[0]>, 'title'>,
): GraphWidget => new GraphWidget({ ...props, title, width: THIRD, height: HEIGHT });
