import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { describeError } from './describe-error.ts';

/** Writes what the allow-list names, and nothing else. */
export class AllowListFormatter extends LogFormatter {
  override formatAttributes(attributes: UnformattedAttributes, additional: LogAttributes): LogItem {
    const allowed = loggedFields.flatMap((name) => {
      const value = additional[name];
      return typeof value === 'string' || typeof value === 'number' ? [[name, value]] : [];
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

/**
 * All that may ever be logged beside a constant message: names, counts, codes and ids of ours. No
 * holder, no card, no token, no body. A field not named here is dropped by the formatter, whatever a
 * library adds.
 */
export const loggedFields = [
  'correlationId',
  'purchaseId',
  'showId',
  'messageId',
  'objectKey',
  'route',
  'status',
  'code',
  'reason',
  'count',
  'receiveCount',
] as const;

export type LogFields = Partial<Record<(typeof loggedFields)[number], string | number>> & {
  readonly error?: unknown;
};
