import type { SdkPlugin } from '../capacity/sdk-plugin.ts';

/**
 * Does something once, just before a command of this name is sent for the first time: what another
 * worker or an admin does in that moment.
 *
 * @example
 * const worker = sale.worker({ dynamodbPlugins: [justBefore('TransactWriteItemsCommand', reprice)] });
 */
export function justBefore(command: string, act: () => Promise<unknown>): SdkPlugin {
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
