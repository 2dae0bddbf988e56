import { LogFormatter, Logger, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { holdsCardNumber } from '@willcall/contracts';
import type { Environment } from '../configuration/environment.ts';
import { describeError } from './describe-error.ts';

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

/** Writes only the fields of the allow-list. */
export class AllowListFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const allowed = loggedFields.flatMap((name) => {
      const value = additional[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, redact(value)]] : [];
    });
    return new LogItem({
      attributes: {
        level: attributes.logLevel,
        message: attributes.message,
        timestamp: this.formatTimestamp(attributes.timestamp),
        service: attributes.serviceName,
        coldStart: attributes.lambdaContext?.coldStart,
        functionName: attributes.lambdaContext?.functionName,
        requestId: attributes.lambdaContext?.awsRequestId,
        xrayTraceId: attributes.xRayTraceId,
        ...Object.fromEntries(allowed),
        ...(additional.error === undefined ? {} : { error: describeError(additional.error) }),
      },
    });
  }
}

/** A name that people choose, such as an object key, could hold a card number. */
const redact = (value: string | number): string | number =>
  holdsCardNumber(String(value)) ? 'redacted' : value;

/**
 * The only fields that are logged with a constant message: names, counts, codes and our own ids.
 * Holder, card, token and body are never logged. The formatter drops every other field, including
 * those that a library adds.
 */
export const loggedFields = [
  'correlationId',
  'purchaseId',
  'showId',
  'messageId',
  'intent',
  'objectKey',
  'route',
  'status',
  'code',
  'reason',
  'count',
  'receiveCount',
  'skipped',
  'records',
] as const;

type LogFields = Partial<Record<(typeof loggedFields)[number], string | number>> & {
  readonly error?: unknown;
};
