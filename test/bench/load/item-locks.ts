import { LOCAL_REGION, type LocalEndpoints, localCredentials } from '@willcall/localstack';
import { type NamedItem, operationOf } from '../../support/capacity/operation.ts';
import type { SdkPlugin } from '../../support/capacity/sdk-plugin.ts';
import { createTableReader, type TableReader } from '../../support/capacity/table-reader.ts';
import { transactionCanceled, transactionConflict } from '../../support/faults/errors.ts';

/**
 * A model of AWS's item locks, as middleware of all clients of a sale. DynamoDB Local runs one request
 * after the other and raises no conflict. AWS does:
 *
 *     TransactWriteItems  meets an item of another one in flight     →  cancelled, TransactionConflict
 *     Put, Update, Delete meets an item of a transaction in flight   →  TransactionConflictException
 *     TransactGetItems    meets an item that is being written        →  cancelled, TransactionConflict
 *
 * Here a request is in flight from the moment it is sent until its reply. That is a larger part of a
 * purchase than on AWS, so the conflicts are an upper bound. A request in conflict is not sent: it costs
 * capacity units, but no time.
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
export function createItemLocks({ dynamodbEndpoint }: LocalEndpoints): {
  readonly plugin: SdkPlugin;
  close(): void;
} {
  const reader = createTableReader({
    endpoint: dynamodbEndpoint,
    region: LOCAL_REGION,
    credentials: localCredentials,
  });
  const locks = { transaction: new Held(), write: new Held() };
  // The promise is kept, so that sellers that start together describe a table once.
  const layouts = new Map<string, ReturnType<TableReader['layout']>>();
  const nameItem = async ({ table, keyOrItem }: NamedItem): Promise<string> => {
    const layout = layouts.get(table) ?? reader.layout(table);
    layouts.set(table, layout);
    const { keyNames } = await layout;
    return JSON.stringify([table, keyNames.map((name) => keyOrItem[name])]);
  };
  return {
    plugin: {
      applyToStack(stack) {
        stack.add(
          (next, { commandName = 'unknown' }) =>
            async (args) => {
              const access = accessOf(commandName, args.input);
              if (access === undefined) return next(args);
              const items = await Promise.all(access.items.map(nameItem));
              // Nothing else runs between this check and the hold.
              const held = items.map(
                (item) =>
                  locks.transaction.has(item) || (access.kind === 'read' && locks.write.has(item)),
              );
              if (held.includes(true)) {
                throw access.kind === 'write'
                  ? transactionConflict()
                  : transactionCanceled(held.map((is) => (is ? 'TransactionConflict' : 'None')));
              }
              if (access.kind === 'read') return next(args);
              return locks[access.kind].during(items, () => next(args));
            },
          { step: 'deserialize', priority: 'high' },
        );
      },
    },
    close: () => reader.client.destroy(),
  };
}

type Access = {
  readonly kind: 'transaction' | 'write' | 'read';
  readonly items: readonly NamedItem[];
};

/** How a request meets others. Undefined for one that never conflicts, such as GetItem. */
function accessOf(commandName: string, input: unknown): Access | undefined {
  const operation = operationOf(commandName, input);
  if (operation.kind === 'write') {
    const kind = operation.mode === 'transactional' ? 'transaction' : 'write';
    return { kind, items: operation.items };
  }
  if (commandName !== 'TransactGetItemsCommand' || operation.kind !== 'read') return undefined;
  return { kind: 'read', items: operation.items };
}

/** Items that requests in flight hold. Several writes of one item can be in flight. */
class Held {
  readonly #counts = new Map<string, number>();

  has(item: string): boolean {
    return this.#counts.has(item);
  }

  async during<T>(items: readonly string[], work: () => Promise<T>): Promise<T> {
    for (const item of items) this.#counts.set(item, (this.#counts.get(item) ?? 0) + 1);
    try {
      return await work();
    } finally {
      for (const item of items) this.#release(item);
    }
  }

  #release(item: string): void {
    const count = (this.#counts.get(item) ?? 0) - 1;
    if (count > 0) this.#counts.set(item, count);
    else this.#counts.delete(item);
  }
}
