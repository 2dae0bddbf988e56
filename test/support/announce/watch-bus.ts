import type { PutEventsCommandOutput, PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { EventType } from '@willcall/contracts';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/** An event that the bus has taken. */
type PublishedEvent = {
  readonly type: EventType;
  readonly detail: Readonly<Record<string, unknown>> & { readonly eventId: string };
};

export type BusWatch = {
  readonly plugin: SdkPlugin;
  /** Every event that the bus answered for with an id, in order, repeats too. */
  published(): readonly PublishedEvent[];
  /** What a subscriber is left with that deduplicates by `eventId`. */
  distinct(): readonly PublishedEvent[];
};

/** Sees what an event bus took, whatever became of its answer above. */
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
