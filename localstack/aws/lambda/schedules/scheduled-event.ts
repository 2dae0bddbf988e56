import { randomUUID } from 'node:crypto';
import type { ScheduledEvent } from 'aws-lambda';
import { LOCAL_REGION } from '../../clients/local-credentials.ts';
import { LOCAL_ACCOUNT } from '../lambda-context.ts';

/**
 * What a rule with `rate(...)` sends to its target.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/with-eventbridge-scheduler.html
 */
export const scheduledEvent =
  (ruleName: string) =>
  (at: Date): ScheduledEvent<Record<string, never>> => ({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: LOCAL_ACCOUNT,
    time: toTheSecond(at),
    region: LOCAL_REGION,
    resources: [`arn:aws:events:${LOCAL_REGION}:${LOCAL_ACCOUNT}:rule/${ruleName}`],
    detail: {},
  });

const toTheSecond = (at: Date): string => at.toISOString().replace(/\.\d+Z$/, 'Z');
