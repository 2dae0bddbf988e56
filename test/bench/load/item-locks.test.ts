import {
  DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, inject, it, onTestFinished } from 'vitest';
import { createScratchTable, key, localDynamo } from '../../support/capacity/scratch-table.ts';
import type { SdkPlugin } from '../../support/capacity/sdk-plugin.ts';
import { createItemLocks } from './item-locks.ts';

type Request = 'transaction' | 'transactional read' | 'put' | 'get';

const sendTo = (
  client: DynamoDBClient,
  request: Request,
  TableName: string,
  sks: readonly [string, ...string[]],
): Promise<unknown> => {
  const Key = key(sks[0]);
  switch (request) {
    case 'transaction': {
      const TransactItems = sks.map((sk) => ({ Put: { TableName, Item: key(sk) } }));
      return client.send(new TransactWriteItemsCommand({ TransactItems }));
    }
    case 'transactional read':
      return client.send(
        new TransactGetItemsCommand({ TransactItems: [{ Get: { TableName, Key } }] }),
      );
    case 'put':
      return client.send(new PutItemCommand({ TableName, Item: Key }));
    case 'get':
      return client.send(new GetItemCommand({ TableName, Key }));
  }
};

/** Two clients under the same locks. The first one's requests stay in flight until `release`. */
async function openClients() {
  const table = await createScratchTable();
  const locks = createItemLocks({ dynamodbEndpoint: inject('dynamodbEndpoint'), sqsEndpoint: '' });
  const sent = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  const hold: SdkPlugin = {
    applyToStack(stack) {
      stack.add(
        (next) => async (args) => {
          sent.resolve();
          await gate.promise;
          return next(args);
        },
        { step: 'deserialize', priority: 'low' },
      );
    },
  };
  const open = (...plugins: SdkPlugin[]) => {
    const client = new DynamoDBClient(localDynamo());
    for (const plugin of [locks.plugin, ...plugins]) client.middlewareStack.use(plugin);
    onTestFinished(() => client.destroy());
    return client;
  };
  onTestFinished(() => locks.close());
  const [first, second] = [open(hold), open()];
  const send = (client: DynamoDBClient, request: Request, ...sks: [string, ...string[]]) =>
    sendTo(client, request, table, sks);
  return { first, second, send, sent: sent.promise, release: () => gate.resolve() };
}

it.each<[Request, Request, string | undefined]>([
  ['transaction', 'transaction', 'TransactionCanceledException'],
  ['transaction', 'put', 'TransactionConflictException'],
  ['transaction', 'transactional read', 'TransactionCanceledException'],
  ['transaction', 'get', undefined],
  ['put', 'transaction', undefined],
  ['put', 'transactional read', 'TransactionCanceledException'],
  ['put', 'put', undefined],
])('while a %s is in flight, a %s of the same item gets %s', async (inFlight, request, error) => {
  const { first, second, send, sent, release } = await openClients();
  const held = send(first, inFlight, 'a');
  await sent;
  const outcome = await send(second, request, 'a').then(
    () => undefined,
    (thrown: unknown) => (thrown instanceof Error ? thrown.name : thrown),
  );
  expect(outcome).toBe(error);
  await expect(send(second, request, 'b')).resolves.toBeDefined();
  release();
  await held;
  await expect(send(second, request, 'a')).resolves.toBeDefined();
});

it('a cancelled transaction names the items in conflict, and holds none', async () => {
  const { first, second, send, sent, release } = await openClients();
  const held = send(first, 'transaction', 'a');
  await sent;
  await expect(send(second, 'transaction', 'b', 'a')).rejects.toMatchObject({
    CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
  });
  await expect(send(second, 'transaction', 'b')).resolves.toBeDefined();
  release();
  await held;
});
