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
