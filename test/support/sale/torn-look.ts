import type { BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { bucketKey, readBucket, type ShowRecord, type Store } from '@willcall/store';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/**
 * BatchGetItem reads its items one beside the other. This lets something happen between them, the first
 * time that the stock is looked at: all buckets but `late` are as before it, that one as after it.
 */
export function tornLook(
  store: Store,
  { showId }: ShowRecord,
  late: number,
  act: () => Promise<unknown>,
): SdkPlugin {
  let done = false;
  return {
    applyToStack(stack) {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            const reply = await next(args);
            if (commandName !== 'BatchGetItemCommand' || done) return reply;
            done = true;
            await act();
            const { available } = await readBucket(store, showId, late);
            // Above the document client's own middleware: items in plain values.
            const { output } = reply as { output?: BatchGetCommandOutput };
            for (const item of output?.Responses?.[store.tables.stock] ?? []) {
              if (item.bucketKey === bucketKey(showId, late)) item.available = available;
            }
            return reply;
          },
        { step: 'initialize' },
      );
    },
  };
}
