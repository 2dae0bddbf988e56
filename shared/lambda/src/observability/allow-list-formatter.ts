import { LogFormatter, LogItem } from '@aws-lambda-powertools/logger';
import type { LogAttributes, UnformattedAttributes } from '@aws-lambda-powertools/logger/types';
import { holdsCardNumber } from '@willcall/contracts';
import { describeError } from './describe-error.ts';

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

export type LogFields = Partial<Record<(typeof loggedFields)[number], string | number>> & {
  readonly error?: unknown;
};
