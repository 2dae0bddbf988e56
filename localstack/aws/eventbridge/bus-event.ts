import type { JsonObject } from '../json.ts';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../local-account.ts';

/**
 * An event, as rules match it and targets receive it.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html
 */
export type BusEvent = {
  readonly version: '0';
  readonly id: string;
  readonly 'detail-type': string;
  readonly source: string;
  readonly account: string;
  /** Precise to the second. */
  readonly time: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};

type BusEventInput = {
  readonly id: string;
  readonly time: Date;
  readonly source: string;
  readonly detailType: string;
  readonly resources: readonly string[];
  readonly detail: JsonObject;
};

export const createBusEvent = ({
  id,
  time,
  source,
  detailType,
  resources,
  detail,
}: BusEventInput): BusEvent => ({
  version: '0',
  id,
  'detail-type': detailType,
  source,
  account: LOCAL_ACCOUNT,
  time: formatTime(time),
  region: LOCAL_REGION,
  resources,
  detail,
});

/** Formats a time as EventBridge does: `2017-12-22T18:43:48Z`. */
export const formatTime = (time: Date): string => time.toISOString().replace(/\.\d{3}Z$/, 'Z');
