import type { BatchGetCommandOutput } from '@aws-sdk/lib-dynamodb';
import { readShard, type ShowRecord, type Store, shardKey } from '@willcall/store';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/** What was sent, in order: the inputs of every command, before the SDK's retries. */
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
 * Does something once, just before a command of this name is sent for the first time: what another
 * worker or an admin does in that moment.
 *
 * @example
 * const worker = sale.worker({ dynamodbPlugins: [justBefore('TransactWriteItemsCommand', reprice)] });
 */
export function runBefore(command: string, act: () => Promise<unknown>): SdkPlugin {
  let done = false;
  return {
    applyToStack(stack) {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName === command && !done) {
              done = true;
              await act();
            }
            return next(args);
          },
        { step: 'initialize' },
      );
    },
  };
}

/**
 * BatchGetItem reads its items one beside the other. This lets something happen between them, the first
 * time that the stock is looked at: all buckets but `late` are as before it, that one as after it.
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
            // Above the document client's own middleware: items in plain values.
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
