import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/** Holds back the reply of the first such call to a table (none is named by a batch): what it read grows old. */
export function heldReply(
  command: string,
  tableEnding: string,
): { readonly plugin: SdkPlugin; readonly reached: Promise<void>; release(): void } {
  const reached = Promise.withResolvers<void>();
  const released = Promise.withResolvers<void>();
  let held = false;
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName }) =>
            async (args) => {
              const reply = await next(args);
              const { TableName } = args.input as { TableName?: string };
              if (!held && commandName === command && (TableName ?? '').endsWith(tableEnding)) {
                held = true;
                reached.resolve();
                await released.promise;
              }
              return reply;
            },
          { step: 'build' },
        );
      },
    },
    reached: reached.promise,
    release: () => released.resolve(),
  };
}
