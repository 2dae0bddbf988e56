import type { SQSRecord } from 'aws-lambda';

/** Of the 14 days that SQS keeps a message at most. The last one is for a failing parked queue. */
const KEPT_MS = 13 * 24 * 60 * 60 * 1_000;

/** Whether SQS is about to delete a message that nobody has decided. */
export const isExpiring = ({ attributes }: Pick<SQSRecord, 'attributes'>, now: Date): boolean =>
  now.getTime() - Number(attributes.SentTimestamp) > KEPT_MS;
