import type { SdkMiddleware, SdkPlugin } from './sdk-plugin.ts';

/** Number of calls by command name, for example `{ SendMessageCommand: 1 }`. */
type CallCounts = Readonly<Record<string, number>>;

export type CallCounter = {
  readonly plugin: SdkPlugin;
  /** Commands that the code under test sent. */
  calls(): CallCounts;
  /** Attempts that the SDK made. More than the calls when it retried. */
  attempts(): CallCounts;
  reset(): void;
};

/**
 * Counts the calls of any AWS SDK v3 client by command name.
 *
 * @example
 * const counter = createCallCounter();
 * sqs.middlewareStack.use(counter.plugin);
 * await accept(request);
 * expect(counter.calls()).toEqual({ SendMessageCommand: 1 });
 */
export const createCallCounter = (): CallCounter => {
  const calls = new Map<string, number>();
  const attempts = new Map<string, number>();
  const countingIn =
    (counts: Map<string, number>): SdkMiddleware =>
    (next, { commandName = 'unknown' }) =>
    (args) => {
      counts.set(commandName, (counts.get(commandName) ?? 0) + 1);
      return next(args);
    };
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(countingIn(calls), { step: 'initialize', priority: 'high' });
        stack.add(countingIn(attempts), { step: 'finalizeRequest' });
      },
    },
    calls: () => Object.fromEntries(calls),
    attempts: () => Object.fromEntries(attempts),
    reset: () => {
      calls.clear();
      attempts.clear();
    },
  };
};
