import { openStore, type Store, type StoreConnection } from '@willcall/store';
import { inject } from 'vitest';

type Plugin = NonNullable<StoreConnection['plugins']>[number];

/** A store on the same tables that runs `act` before its first call of a command. */
export function storeInterruptedBefore(
  { tables }: Store,
  command: string,
  act: () => Promise<unknown>,
): Store {
  let isDone = false;
  const plugin: Plugin = {
    applyToStack: (stack) => {
      stack.add(
        (next, { commandName }) =>
          async (args) => {
            if (commandName === command && !isDone) {
              isDone = true;
              await act();
            }
            return next(args);
          },
        { step: 'build' },
      );
    },
  };
  return openStore(tables, {
    client: {
      endpoint: inject('dynamodbEndpoint'),
      region: 'us-east-1',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    },
    plugins: [plugin],
  });
}
