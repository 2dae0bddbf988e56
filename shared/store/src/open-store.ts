import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { StoreError } from './errors.ts';

/** The tables that a function may be given; it names only those that it uses. */
type TableNames = {
  readonly shows: string;
  readonly stock: string;
  readonly purchases: string;
  readonly seats: string;
  readonly reminders: string;
  readonly pulse: string;
};

/** The tables of a sale. */
type SaleTable = 'shows' | 'stock' | 'seats' | 'purchases';

/** DynamoDB with the tables named in `T`. */
export type Store<T extends keyof TableNames = SaleTable> = {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: Pick<TableNames, T>;
};

/** How a store reaches DynamoDB. `plugins` are SDK middleware: meters and faults in tests. */
export type StoreConnection = {
  readonly client: DynamoDBClientConfig;
  readonly plugins?: readonly Parameters<DynamoDBClient['middlewareStack']['use']>[0][];
};

/** Opens a store. Nothing is sent until the first call. */
export function openStore<T extends keyof TableNames>(
  tables: Pick<TableNames, T>,
  { client, plugins = [] }: StoreConnection,
): Store<T> {
  const dynamodb = new DynamoDBClient(client);
  for (const plugin of plugins) dynamodb.middlewareStack.use(plugin);
  const documents = DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
  });
  return { documents, tables };
}

/**
 * Makes of any failure of a call to DynamoDB a StoreError, keeping the cause.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `read the show`.
 * @param expected names of the exceptions that the caller judges itself; these pass through.
 */
export async function send<T>(
  what: string,
  call: Promise<T>,
  expected: readonly string[] = [],
): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof Error && expected.includes(cause.name)) throw cause;
    throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}`, { cause });
  }
}

/** What became of a conditional write. */
type ConditionalWrite<T> =
  | { readonly kind: 'written'; readonly reply: T }
  /** `item` is what stands there, in DynamoDB's own form, where the write asks for it. */
  | { readonly kind: 'refused'; readonly item: ConditionalCheckFailedException['Item'] };

/**
 * Sends a write with a condition.
 *
 * @param what the sentence goes on after "DynamoDB did not", e.g. `set the reminder`.
 * @throws StoreError STORE_UNAVAILABLE; it may then be written.
 */
export async function sendConditional<T>(
  what: string,
  call: Promise<T>,
): Promise<ConditionalWrite<T>> {
  try {
    const reply = await send(what, call, ['ConditionalCheckFailedException']);
    return { kind: 'written', reply };
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw error;
    return { kind: 'refused', item: error.Item };
  }
}
