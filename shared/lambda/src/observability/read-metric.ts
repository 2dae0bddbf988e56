import * as z from 'zod/mini';
import type { CommonEnvironment } from '../configuration/environment.ts';
import { createSignedRequest } from '../configuration/signed-request.ts';

/** A metric of an AWS service. */
type MetricToRead = {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
};

/** The highest value of a metric in a minute, and when the minute began (ISO 8601). */
export type MetricValue = { readonly value: number; readonly at: string };

const Answer = z.object({
  MetricDataResults: z.array(
    z.object({ Timestamps: z.array(z.number()), Values: z.array(z.number()) }),
  ),
});

const MS_PER_SECOND = 1_000;
/** Seconds. The value of a minute appears in CloudWatch one to three minutes later. */
const WINDOW_SECONDS = 5 * 60;
const PERIOD_SECONDS = 60;

/**
 * Returns a function that reads the highest value of a metric in its newest minute, or undefined if CloudWatch
 * has none of the last five minutes. One call to GetMetricData, which costs $0.00001.
 * Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 *
 * @throws what `createSignedRequest` throws; ZodError for an answer of another shape.
 */
export function createMetricReader(
  { namespace, name, dimensions }: MetricToRead,
  environment: CommonEnvironment,
): (now: Date, signal: AbortSignal) => Promise<MetricValue | undefined> {
  const send = createSignedRequest(
    {
      client: 'CLOUDWATCH',
      service: 'monitoring',
      target: 'GraniteServiceVersion20100801.GetMetricData',
      jsonVersion: '1.0',
    },
    environment,
  );
  const Dimensions = Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value }));
  const Metric = { Namespace: namespace, MetricName: name, Dimensions };
  const query = {
    Id: 'value',
    MetricStat: { Metric, Period: PERIOD_SECONDS, Stat: 'Maximum' },
  };
  return async (now, signal) => {
    const EndTime = Math.floor(now.getTime() / MS_PER_SECOND);
    const StartTime = EndTime - WINDOW_SECONDS;
    const body = {
      ...{ StartTime, EndTime, ScanBy: 'TimestampDescending' },
      MetricDataQueries: [query],
    };
    const [result] = Answer.parse(await send(body, signal)).MetricDataResults;
    const [second, value] = [result?.Timestamps[0], result?.Values[0]];
    return second === undefined || value === undefined
      ? undefined
      : { value, at: new Date(second * MS_PER_SECOND).toISOString() };
  };
}
