import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/**
 * Counts the steps of a worker, above the SDK's retries. A step is one or more calls at the same time: it
 * ends when none of them is left.
 */
export function watchSteps(): {
  readonly plugin: SdkPlugin;
  /** The names of the calls, step by step. */
  names(): readonly (readonly string[])[];
  transactions(): { readonly sent: number; readonly cancelled: number };
  /** Forgets the steps. */
  reset(): void;
} {
  let steps: string[][] = [];
  let open = 0;
  const transactions = { sent: 0, cancelled: 0 };
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName = 'unknown' }) =>
            async (args) => {
              if (open === 0) steps.push([]);
              steps.at(-1)?.push(commandName);
              open += 1;
              if (commandName === 'TransactWriteItemsCommand') transactions.sent += 1;
              try {
                return await next(args);
              } catch (error) {
                const isCancelled =
                  error instanceof Error && error.name === 'TransactionCanceledException';
                if (isCancelled) transactions.cancelled += 1;
                throw error;
              } finally {
                open -= 1;
              }
            },
          { step: 'initialize' },
        );
      },
    },
    names: () => steps,
    transactions: () => ({ ...transactions }),
    reset: () => {
      steps = [];
    },
  };
}
