import { parkRecord } from '@willcall/messaging';
import type { DynamoDBRecord } from 'aws-lambda';
import type { StreamDependencies } from './dependencies.ts';

/** A record that can never be announced, and its place in the batch. */
export type Hopeless = {
  readonly place: number;
  readonly reason: string;
  readonly error: unknown;
};

/**
 * Parks records whole, in their order. Personal data goes to the queue, and only there.
 *
 * @returns the place of the first that could not be parked, if any; later ones are left to its retry.
 */
export async function parkHopeless(
  records: readonly DynamoDBRecord[],
  hopeless: readonly Hopeless[],
  { parkedEvents, clock, log, measure }: StreamDependencies,
): Promise<number | undefined> {
  for (const { place, reason, error } of hopeless) {
    const record = records[place];
    if (record === undefined) continue;
    try {
      const parkedAt = clock().toISOString();
      await parkRecord(parkedEvents, { version: 1, reason, parkedAt, record: { ...record } });
    } catch (parkingError) {
      log.error('Record not parked: it comes back', { reason, error: parkingError });
      return place;
    }
    log.error('Record parked: it can never be announced', { reason, error });
    measure.count('RecordsParked');
  }
  return undefined;
}
