import { setTimeout as wait } from 'node:timers/promises';
import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  type DynamoDBClientConfig,
} from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, NumberValue } from '@aws-sdk/lib-dynamodb';
import { conflictJitterMs, timeLeft } from '@willcall/domain';
import { StoreError, type UnreadableRecord } from './errors.ts';

/** Table names by role. A function names only the tables that it uses. */
type TableNames = {
  readonly shows: string;
  readonly stock: string;
  readonly journal: string;
  readonly purchases: string;
  readonly seats: string;
  readonly reminders: string;
  readonly 'due-payments': string;
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
type SaleTable = 'shows' | 'stock' | 'journal' | 'seats' | 'purchases';

/** DynamoDB with the tables named in `T`. */
export type Store<T extends TableRole = SaleTable> = {
  readonly documents: DynamoDBDocumentClient;
  readonly tables: Pick<TableNames, T>;
  readonly onUnreadable: OnUnreadable;
};

type SdkPlugin = Parameters<DynamoDBClient['middlewareStack']['use']>[0];

/**
 * How a store reaches DynamoDB. `plugins` are SDK middleware: meters and faults in tests, which also inject
 * randomness and time.
 */
export type StoreConnection = {
  readonly client: DynamoDBClientConfig;
  readonly plugins?: readonly SdkPlugin[];
  /** Functions log and count these records. Commands report what the readers return. */
  readonly onUnreadable?: OnUnreadable;
  readonly seams?: Partial<ConflictSeams>;
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
  { client, plugins = [], onUnreadable = () => undefined, seams = {} }: StoreConnection,
): Store<T> {
  const dynamodb = new DynamoDBClient(client);
  dynamodb.middlewareStack.use(
    retryConflicts({ random: Math.random, wait, clock: Date.now, ...seams }),
  );
  for (const plugin of plugins) dynamodb.middlewareStack.use(plugin);
  const documents = DynamoDBDocumentClient.from(dynamodb, {
    marshallOptions: { removeUndefinedValues: true },
    unmarshallOptions: { wrapNumbers },
  });
  return { documents, tables, onUnreadable };
}

type ConflictSeams = {
  /** Returns a number from 0 up to, but not including, 1, like Math.random. */
  readonly random: () => number;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** Returns milliseconds since any fixed moment. */
  readonly clock: () => number;
};

/** Writes of one item outside of a transaction. Only these can raise TransactionConflictException. */
const SINGLE_ITEM_WRITES: readonly (string | undefined)[] = [
  'PutItemCommand',
  'UpdateItemCommand',
  'DeleteItemCommand',
];

/** Milliseconds. A transaction holds its items for about ten, so only a permanent conflict lasts longer. */
const MAX_CONFLICT_MS = 3_000;
/** Milliseconds of an invocation that are left for its answer. */
const RESERVE_MS = 1_000;

/**
 * Retries every write of a single item that AWS refuses while a transaction holds the item, with jitter,
 * for at most three seconds and within the time of the invocation. DynamoDB Local never refuses a write so;
 * the SDK does not retry it. The refused write had no effect, so that a repeated update is safe even if it
 * adds to a number.
 *
 *     transaction: sell, holds the show ── update the show ✗ conflict ── sold ── update the show ✓
 *
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-conflict-handling
 */
const retryConflicts = ({ random, wait: pause, clock }: ConflictSeams): SdkPlugin => ({
  applyToStack: (stack) =>
    stack.add(
      (next, { commandName }) =>
        async (args) => {
          if (!SINGLE_ITEM_WRITES.includes(commandName)) return next(args);
          const deadline = clock() + Math.min(MAX_CONFLICT_MS, timeLeft() - RESERVE_MS);
          for (let nth = 0; ; nth += 1) {
            try {
              return await next(args);
            } catch (error) {
              if (!isConflict(error) || clock() >= deadline) throw error;
              await pause(conflictJitterMs(nth, random));
            }
          }
        },
      { step: 'initialize', priority: 'high', name: 'retryTransactionConflicts' },
    ),
});

const isConflict = (error: unknown): boolean =>
  error instanceof Error && error.name === 'TransactionConflictException';

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
    if (error instanceof StoreError) throw error;
    if (!(error instanceof ConditionalCheckFailedException))
      throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}`, { cause: error });
    return { kind: 'refused', item: error.Item };
  }
}
