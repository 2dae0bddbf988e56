import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import type { Call } from '../faults/fault-rule.ts';
import { runAtEnd } from './at-end.ts';

/** Holds matching calls until the end of the test, and then sends them. */
export const holdCalls = (
  matches: (call: Call) => boolean,
): { readonly plugin: SdkPlugin; held(): number } => {
  const gate = Promise.withResolvers<void>();
  let count = 0;
  runAtEnd(() => gate.resolve());
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName = 'unknown' }) =>
            async (args) => {
              if (matches({ commandName, input: args.input })) {
                count += 1;
                await gate.promise;
              }
              return next(args);
            },
          { step: 'build' },
        );
      },
    },
    held: () => count,
  };
};
