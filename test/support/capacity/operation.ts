import type {
  BatchGetItemInput,
  BatchWriteItemInput,
  GetItemInput,
  PutItemInput,
  QueryInput,
  ScanInput,
  TransactGetItemsInput,
  TransactWriteItem,
  TransactWriteItemsInput,
} from '@aws-sdk/client-dynamodb';
import type { ReadMode, WriteMode } from './capacity-units.ts';
import type { Item } from './item-size.ts';

/** An item in a request: its key, or the whole item for a put. */
export type NamedItem = { readonly table: string; readonly keyOrItem: Item };

export type WriteOperation = {
  readonly kind: 'write';
  readonly mode: WriteMode;
  readonly items: readonly NamedItem[];
  readonly clientRequestToken?: string | undefined;
};

export type ReadOperation = {
  readonly kind: 'read';
  readonly items: readonly (NamedItem & { readonly mode: ReadMode })[];
};

export type QueryOperation =
  | { readonly kind: 'query'; readonly mode: ReadMode; readonly input: QueryInput }
  | { readonly kind: 'scan'; readonly mode: ReadMode; readonly input: ScanInput };

/** A DynamoDB request, as far as its cost depends on it. */
export type Operation = WriteOperation | ReadOperation | QueryOperation | { readonly kind: 'free' };

/**
 * Parses an SDK command name and its input in AttributeValue form.
 *
 * Rejects PartiQL, whose statements do not name their items. Treats an unlisted command as one
 * about tables (CreateTable, DescribeTable and so on), which consumes no capacity.
 */
export const operationOf = (commandName: string, input: unknown): Operation => {
  const read: ((input: never) => Operation) | undefined = operations[commandName];
  return read === undefined ? { kind: 'free' } : read(input as never);
};

type Keyed = Pick<GetItemInput, 'TableName' | 'Key'>;

const operations: Readonly<Record<string, (input: never) => Operation>> = {
  PutItemCommand: (input: PutItemInput) => standardWrite([named(input.TableName, input.Item)]),
  UpdateItemCommand: (input: Keyed) => standardWrite([named(input.TableName, input.Key)]),
  DeleteItemCommand: (input: Keyed) => standardWrite([named(input.TableName, input.Key)]),
  BatchWriteItemCommand: (input: BatchWriteItemInput) =>
    standardWrite(
      Object.entries(input.RequestItems ?? {}).flatMap(([table, requests]) =>
        requests.map(({ PutRequest, DeleteRequest }) =>
          named(table, PutRequest?.Item ?? DeleteRequest?.Key),
        ),
      ),
    ),
  TransactWriteItemsCommand: (input: TransactWriteItemsInput) => ({
    kind: 'write',
    mode: 'transactional',
    items: (input.TransactItems ?? []).map(actionItem),
    clientRequestToken: input.ClientRequestToken,
  }),
  GetItemCommand: (input: GetItemInput) => ({
    kind: 'read',
    items: [{ ...named(input.TableName, input.Key), mode: modeOf(input) }],
  }),
  BatchGetItemCommand: (input: BatchGetItemInput) => ({
    kind: 'read',
    items: Object.entries(input.RequestItems ?? {}).flatMap(([table, request]) =>
      (request.Keys ?? []).map((key) => ({ ...named(table, key), mode: modeOf(request) })),
    ),
  }),
  TransactGetItemsCommand: (input: TransactGetItemsInput) => ({
    kind: 'read',
    items: (input.TransactItems ?? []).map(({ Get }) => ({
      ...named(Get?.TableName, Get?.Key),
      mode: 'transactional',
    })),
  }),
  QueryCommand: (input: QueryInput) => ({ kind: 'query', mode: modeOf(input), input }),
  ScanCommand: (input: ScanInput) => ({ kind: 'scan', mode: modeOf(input), input }),
  ExecuteStatementCommand: () => refusePartiQL(),
  BatchExecuteStatementCommand: () => refusePartiQL(),
  ExecuteTransactionCommand: () => refusePartiQL(),
};

const standardWrite = (items: readonly NamedItem[]): Operation => ({
  kind: 'write',
  mode: 'standard',
  items,
});

const actionItem = ({ Put, Update, Delete, ConditionCheck }: TransactWriteItem): NamedItem => {
  const keyed = Update ?? Delete ?? ConditionCheck;
  return Put ? named(Put.TableName, Put.Item) : named(keyed?.TableName, keyed?.Key);
};

const modeOf = (input: { ConsistentRead?: boolean | undefined }): ReadMode =>
  input.ConsistentRead === true ? 'strong' : 'eventual';

const named = (table: string | undefined, keyOrItem: Item | undefined): NamedItem => {
  if (table === undefined || keyOrItem === undefined) throw new Error('the request names no item');
  return { table, keyOrItem };
};

const refusePartiQL = (): never => {
  throw new Error('the capacity meter does not support PartiQL');
};
