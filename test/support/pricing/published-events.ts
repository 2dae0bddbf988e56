import type { PutEventsCommandInput } from '@aws-sdk/client-eventbridge';
import type { Seams } from '@willcall/lambda';

type BusPlugin = NonNullable<Seams['eventBridgePlugins']>[number];

/** An event bus that accepts everything and delivers nothing. */
export function recordPublishedEvents() {
  const published: { readonly type: string; readonly detail: object }[] = [];
  const plugin: BusPlugin = {
    applyToStack: (stack) => {
      stack.add(
        () => async (args) => {
          const { Entries = [] } = args.input as PutEventsCommandInput;
          for (const { DetailType = '', Detail = '{}' } of Entries) {
            published.push({ type: DetailType, detail: JSON.parse(Detail) });
          }
          const accepted = Entries.map((_, position) => ({ EventId: String(position) }));
          const output = { $metadata: {}, FailedEntryCount: 0, Entries: accepted };
          return { output, response: undefined };
        },
        { step: 'build', priority: 'low' },
      );
    },
  };
  return { plugin, published };
}
