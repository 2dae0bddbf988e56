import { redeliveryDelay } from '../../batch/redelivery-delay.ts';

/** Seconds. An outage that has outlasted all of the worker's tries is seldom over sooner. */
const LONGEST_DELAY = 900;

/**
 * Seconds until a dead letter is tried again: the base at its first failure here, doubled at each
 * further one up to 15 minutes (SQS would allow 12 hours).
 *
 * @param receiveCount how often it was received, this time included. Whether those of the purchases
 *   queue still count in it is not documented, and fauxqs counts them: they are taken off, so that
 *   the delay grows from its base either way, only later where SQS has begun anew.
 */
export const retryDelay = (
  receiveCount: number,
  {
    baseSeconds,
    receivesBefore,
  }: { readonly baseSeconds: number; readonly receivesBefore: number },
): number =>
  redeliveryDelay(Math.max(1, receiveCount - receivesBefore), baseSeconds, LONGEST_DELAY);
