import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, NumberValue } from '@aws-sdk/lib-dynamodb';
import { StoreError, type UnreadableRecord } from './errors.ts';

/** Table names by role. A function names only the tables that it uses. */
type TableNames = {
  readonly shows: string;
  readonly stock: string;
  readonly purchases: string;
  readonly seats: string;
  readonly reminders: string;
  readonly pulse: string;
};

/** The role of a table. */
export type TableRole = keyof TableNames;

/**
 * Receives records that cannot be read. `skipped`: a list leaves them out. `failed`: the call
 * depends on the record and fails.
 */
export type OnUnreadable = (
  records: readonly UnreadableRecord[],
  effect: 'skipped' | 'failed',
) => void;

/** The tables of a sale. */
type SaleTable = 'shows' | 'stock' | 'seats' | 'purchases';

/** DynamoDB with the tables named in `T`. */
export type Store<T extends TableRole = SaleTable> = {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: Pick<TableNames, T>;
  readonly onUnreadable: OnUnreadable;
};

/** How a store reaches DynamoDB. `plugins` are SDK middleware: meters and faults in tests. */
export type StoreConnection = {
  readonly client: DynamoDBClientConfig;
  readonly plugins?: readonly Parameters<DynamoDBClient['middlewareStack']['use']>[0][];
  /** Functions log and count these records. Commands report what the readers return. */
  readonly onUnreadable?: OnUnreadable;
};

/**
 * A DynamoDB number has up to 38 digits. By default, one that a JavaScript number cannot hold makes
 * the SDK reject the whole page. Wrapped, it makes only its own record unreadable.
 */
export const wrapNumbers = (digits: string): number | NumberValue => {
  const value = Number(digits);
  const isExact = Number.isSafeInteger(value) || !Number.isInteger(value);
  return isExact && Number.isFinite(value) ? value : NumberValue.from(digits);
};

/** Opens a store. No request is sent until the first call. */
export function openStore<T extends TableRole>(
  tables: Pick<TableNames, T>,
  { client, plugins = [], onUnreadable = () => undefined }: StoreConnection,
): Store<T> {
  const dynamodb = new DynamoDBClient(client);
  for (const plugin of plugins) dynamodb.middlewareStack.use(plugin);
  const documents = DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers },
  });
  return { documents, tables, onUnreadable };
}

/**
 * Converts every failure of a DynamoDB call into a StoreError and keeps the cause.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `read the show`.
 * @param expected names of exceptions that the caller handles. They are rethrown unchanged.
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

/** The outcome of a conditional write. */
type ConditionalWrite<T> =
  | { readonly kind: 'written'; readonly reply: T }
  /** `item` is the existing item in DynamoDB JSON, if the write requests it. */
  | { readonly kind: 'refused'; readonly item: ConditionalCheckFailedException['Item'] };

/**
 * Sends a conditional write.
 *
 * @param what completes the sentence "DynamoDB did not …", e.g. `set the reminder`.
 * @throws StoreError STORE_UNAVAILABLE: the write may have taken effect.
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
