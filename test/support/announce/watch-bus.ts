import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { EventType } from '@willcall/contracts';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/** An event that the bus accepted. */
type PublishedEvent = {
  readonly type: EventType;
  readonly detail: Readonly<Record<string, unknown>> & { readonly eventId: string };
};

export type BusWatch = {
  readonly plugin: SdkPlugin;
  /** Every event for which the bus returned an id, in order, including repeats. */
  published(): readonly PublishedEvent[];
  /** The events that remain when a subscriber deduplicates by `eventId`. */
  distinct(): readonly PublishedEvent[];
};

/** Records what an event bus accepted, even when its reply was lost on the way to the caller. */
export function watchBus(): BusWatch {
  const taken: PublishedEvent[] = [];
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next) => async (args) => {
            const reply = await next(args);
            const sent = Reflect.get(Object(args.input), 'Entries') as PutEventsRequestEntry[];
            const { Entries = [] } = Reflect.get(Object(reply), 'output') as PutEventsCommandOutput;
            for (const [index, { DetailType, Detail = '' }] of sent.entries()) {
              if (Entries[index]?.EventId === undefined) continue;
              taken.push({ type: DetailType as EventType, detail: JSON.parse(Detail) });
            }
            return reply;
          },
          { step: 'deserialize', priority: 'high' },
        );
      },
    },
    published: () => taken,
    distinct: () => [...new Map(taken.map((event) => [event.detail.eventId, event])).values()],
  };
}
