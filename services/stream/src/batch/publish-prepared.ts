import { publishEvents } from '@willcall/messaging';
import type { StreamDependencies } from './dependencies.ts';
import type { Prepared } from './prepare-record.ts';

export type Published = {
  /** The first record with an event that did not get through, if any. */
  readonly firstUnsent: number | undefined;
  /** Records with an event that the bus refuses for what it is. */
  readonly refused: ReadonlySet<number>;
};

/** Publishes the events of prepared records, in their order. */
export async function publishPrepared(
  prepared: readonly Prepared[],
  { bus, pace, log, measure }: StreamDependencies,
): Promise<Published> {
  const events = prepared.flatMap((record, place) =>
    record.kind === 'ready' ? record.events.map((event) => ({ event, place })) : [],
  );
  const { unsent, refused, error } = await publishEvents(
    bus,
    events.map(({ event }) => event),
    pace,
  );
  const sent = events.length - unsent.length - refused.length;
  if (sent > 0) measure.count('EventsPublished', sent);
  if (error !== undefined) {
    measure.count('EventsUnpublished', unsent.length);
    log.warn('Events did not get through', { count: unsent.length, error });
  }
  const places = (indexes: readonly number[]) =>
    indexes.flatMap((index) => events[index]?.place ?? []);
  const unsentPlaces = places(unsent);
  return {
    firstUnsent: unsentPlaces.length === 0 ? undefined : Math.min(...unsentPlaces),
    refused: new Set(places(refused)),
  };
}
