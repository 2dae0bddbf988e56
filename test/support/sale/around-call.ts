import { known } from '@willcall/contracts';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import type { Sale } from './open-sale.ts';

type Call = { readonly commandName: string | undefined; readonly input: unknown };

/** Whether a call reads the journal, or purchases by their keys. */
export const readsJournal =
  ({ store }: Pick<Sale, 'store'>) =>
  ({ commandName, input }: Call): boolean =>
    commandName === 'QueryCommand' && Object(input).TableName === store.tables.journal;
export const readsPurchases =
  ({ store }: Pick<Sale, 'store'>) =>
  ({ commandName, input }: Call): boolean =>
    commandName === 'BatchGetItemCommand' &&
    Object.hasOwn(Object(Object(input).RequestItems), store.tables.purchases);

/**
 * Runs once, around the first call of its kind. The call itself is `read`, which returns its output.
 *
 * @example
 * const store = sale.storeWith(around(readsPurchases(sale), async (read) => {
 *   await read();
 *   await buy(sale, 'ana');
 * }));
 */
export const around = (
  isMeant: (call: Call) => boolean,
  run: (read: () => Promise<unknown>) => Promise<unknown>,
): SdkPlugin => {
  let isOver = false;
  return {
    applyToStack: (stack) =>
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (isOver || !isMeant({ commandName, input: args.input })) return next(args);
            isOver = true;
            let reply: Awaited<ReturnType<typeof next>> | undefined;
            await run(async () => {
              reply = await next(args);
              return Object(reply).output;
            });
            return known(reply, 'reply');
          },
        { step: 'initialize' },
      ),
  };
};

/** Runs `act` once, just before the first call of its kind. */
export const before = (isMeant: (call: Call) => boolean, act: () => Promise<unknown>): SdkPlugin =>
  around(isMeant, async (read) => {
    await act();
    await read();
  });
