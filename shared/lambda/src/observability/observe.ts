import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Environment } from '../configuration/environment.ts';
import { AllowListFormatter, type LogFields } from './allow-list-formatter.ts';

/** A function's log: constant messages with fields of the allow-list. */
export type Log = {
  info(message: string, fields: LogFields): void;
  warn(message: string, fields: LogFields): void;
  error(message: string, fields: LogFields): void;
};

/** Counted things and milliseconds, by name. */
export type Measure = {
  count(name: string, value?: number): void;
  milliseconds(name: string, value: number): void;
};

/** A function's log and metrics. `logger` and `metrics` are for the middy stack alone. */
export type Observability = {
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly measure: Measure;
};

/** Of every invocation that had nothing to count, in plain text, between lines of JSON. */
const NOTHING_TO_PUBLISH = 'No application metrics to publish';

const metricsLogger = {
  debug: console.debug,
  info: console.info,
  warn: (warning: string) => {
    if (!warning.startsWith(NOTHING_TO_PUBLISH)) console.warn(warning);
  },
  error: console.error,
};

/** Opens log and metrics (CloudWatch's embedded format, namespace `willcall`) of a function. */
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
