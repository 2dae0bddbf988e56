import { expect, it } from 'vitest';
import { type JsonAnswer, startJsonService } from '../configuration/json-service.fixture.ts';
import { createMetricReader } from './read-metric.ts';

const NOW = new Date('2031-05-15T12:00:00.000Z');
const seconds = (time: string): number => Date.parse(`2031-05-15T${time}Z`) / 1_000;

const readFrom = (url: string) =>
  createMetricReader(
    {
      namespace: 'AWS/SQS',
      name: 'ApproximateAgeOfOldestMessage',
      dimensions: { QueueName: 'purchases.fifo' },
    },
    {
      WILLCALL_BACKEND: 'localstack',
      AWS_REGION: 'eu-central-1',
      AWS_ENDPOINT_URL_CLOUDWATCH: url,
    },
  )(NOW, AbortSignal.timeout(10_000));

const answerOf = (Timestamps: readonly number[], Values: readonly number[]): JsonAnswer => ({
  status: 200,
  body: { MetricDataResults: [{ Id: 'value', Timestamps, Values, StatusCode: 'Complete' }] },
});

it('reads the newest value of the last five minutes, and when it was measured', async () => {
  const answer = answerOf([seconds('11:58:00'), seconds('11:57:00')], [41, 3]);
  const { url, requests, signatures } = await startJsonService(() => answer);
  expect(await readFrom(url)).toEqual({ value: 41, at: '2031-05-15T11:58:00.000Z' });
  expect(requests).toEqual([
    {
      target: 'GraniteServiceVersion20100801.GetMetricData',
      body: {
        StartTime: seconds('11:55:00'),
        EndTime: seconds('12:00:00'),
        ScanBy: 'TimestampDescending',
        MetricDataQueries: [
          {
            Id: 'value',
            MetricStat: {
              Metric: {
                Namespace: 'AWS/SQS',
                MetricName: 'ApproximateAgeOfOldestMessage',
                Dimensions: [{ Name: 'QueueName', Value: 'purchases.fifo' }],
              },
              Period: 60,
              Stat: 'Maximum',
            },
          },
        ],
      },
    },
  ]);
  expect(signatures).toEqual([expect.stringContaining('/eu-central-1/monitoring/aws4_request')]);
});

it('has no value where CloudWatch has none', async () => {
  const { url } = await startJsonService(() => answerOf([], []));
  expect(await readFrom(url)).toBeUndefined();
});

it.each<[string, JsonAnswer, object]>([
  [
    'a refusal',
    { status: 400, body: { __type: 'AccessDeniedException' } },
    { name: 'AccessDeniedException' },
  ],
  ['another answer', { status: 200, body: {} }, { name: '$ZodError' }],
])('throws for %s', async (_, answer, error) => {
  const { url } = await startJsonService(() => answer);
  await expect(readFrom(url)).rejects.toMatchObject(error);
});
