import type { BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { readShard, type ShowRecord, type Store, shardKey } from '@willcall/store';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/** Records the inputs of every command in order, above the SDK's retries. */
export function watchCalls(): {
  readonly plugin: SdkPlugin;
  inputsOf(commandName: string): unknown[];
  all(): readonly unknown[];
} {
  const seen: { commandName: string | undefined; input: unknown }[] = [];
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName }) =>
            (args) => {
              seen.push({ commandName, input: args.input });
              return next(args);
            },
          { step: 'initialize' },
        );
      },
    },
    inputsOf: (name) => seen.flatMap((call) => (call.commandName === name ? [call.input] : [])),
    all: () => seen.map(({ input }) => input),
  };
}

/**
 * Runs `act` once, just before the first command of this name is sent, as if another worker or an
 * admin acted at that moment. `skip`: commands of this name that come before it.
 *
 * @example
 * const worker = sale.worker({ dynamodbPlugins: [runBefore('TransactWriteItemsCommand', reprice)]
 * });
 */
export function runBefore(
  command: string,
  act: () => Promise<unknown>,
  { skip = 0 }: { readonly skip?: number } = {},
): SdkPlugin {
  let seen = 0;
  return {
    applyToStack(stack) {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName === command) {
              seen += 1;
              if (seen === skip + 1) await act();
            }
            return next(args);
          },
        { step: 'initialize' },
      );
    },
  };
}

/**
 * BatchGetItem does not read its items at one instant. This plugin runs `act` in the middle of the
 * first read of the stock: shard `late` is read after it, all other shards before it.
 */
export function splitStockRead(
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
            const { available } = await readShard(store, showId, late);
            // Above the document client's own middleware, items are plain values.
            const { output } = reply as { output?: BatchGetCommandOutput };
            for (const item of output?.Responses?.[store.tables.stock] ?? []) {
              if (item.bucketKey === shardKey(showId, late)) item.available = available;
            }
            return reply;
          },
        { step: 'initialize' },
      );
    },
  };
}
