import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Environment } from '../configuration/environment.ts';
import { AllowListFormatter, type LogFields } from './allow-list-formatter.ts';

/** The log of a function: constant messages with fields from the allow-list. */
export type Log = {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
};

/** Records counts and durations by metric name. */
export type Measure = {
  count(name: string, value?: number): void;
  milliseconds(name: string, value: number): void;
};

/** The log and metrics of a function. Only the middleware uses `logger` and `metrics`. */
export type Observability = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly measure: Measure;
};

/** A plain-text warning, between lines of JSON, for every invocation without metrics. */
const NOTHING_TO_PUBLISH = 'No application metrics to publish';

const metricsLogger = {
  debug: console.debug,
  info: console.info,
  warn: (warning: string) => {
    if (!warning.startsWith(NOTHING_TO_PUBLISH)) console.warn(warning);
  },
  error: console.error,
};

/**
 * Creates the log and the metrics of a function (CloudWatch embedded metric format, namespace
 * `willcall`).
 */
export function observe(service: string, environment: Environment): Observability {
  const logger = new Logger({ serviceName: service, logFormatter: new AllowListFormatter() });
  const metrics = new Metrics({
    namespace: 'willcall',
    serviceName: service,
    logger: metricsLogger,
    defaultDimensions: { stage: environment.WILLCALL_STAGE ?? 'local' },
  });
  return {
    logger,
    metrics,
    log: {
      info: (message, fields) => logger.info(message, fields),
      warn: (message, fields) => logger.warn(message, fields),
      error: (message, fields) => logger.error(message, fields),
    },
    measure: {
      count: (name, value = 1) => {
        metrics.addMetric(name, MetricUnit.Count, value);
      },
      milliseconds: (name, value) => {
        metrics.addMetric(name, MetricUnit.Milliseconds, value);
      },
    },
  };
}
