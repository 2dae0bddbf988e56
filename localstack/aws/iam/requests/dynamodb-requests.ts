import type { AccessRequest, RequestsOf } from '../access-request.ts';
import { indexArn, tableArn } from './resource-arns.ts';

/** What tells of its tables in a command, of the plain client as of the document client. */
export type DynamoDbInput = {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, TransactionPart | undefined>>[];
};
type TransactionPart = { readonly TableName?: string };

/**
 * A transaction is judged by its parts.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
const PART_ACTIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

const request = (action: string, resource: string): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource,
});

const onTable =
  (action: string) =>
  ({ TableName = '' }: DynamoDbInput): AccessRequest[] => [request(action, tableArn(TableName))];

/** An index is a resource of its own: who may read it need not be allowed the table. */
const onTableOrIndex =
  (action: string) =>
  ({ TableName = '', IndexName }: DynamoDbInput): AccessRequest[] => [
    request(action, IndexName === undefined ? tableArn(TableName) : indexArn(TableName, IndexName)),
  ];

const onEachTable =
  (action: string) =>
  ({ RequestItems = {} }: DynamoDbInput): AccessRequest[] =>
    Object.keys(RequestItems).map((table) => request(action, tableArn(table)));

const onEachPart = ({ TransactItems = [] }: DynamoDbInput): AccessRequest[] =>
  TransactItems.flatMap((item) =>
    Object.entries(item).flatMap(([part, on]) =>
      on === undefined ? [] : [request(PART_ACTIONS[part] ?? part, tableArn(on.TableName ?? ''))],
    ),
  );

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
export const dynamoDbRequests: RequestsOf<DynamoDbInput> = {
  GetItemCommand: onTable('GetItem'),
  PutItemCommand: onTable('PutItem'),
  UpdateItemCommand: onTable('UpdateItem'),
  DeleteItemCommand: onTable('DeleteItem'),
  QueryCommand: onTableOrIndex('Query'),
  ScanCommand: onTableOrIndex('Scan'),
  BatchGetItemCommand: onEachTable('BatchGetItem'),
  BatchWriteItemCommand: onEachTable('BatchWriteItem'),
  TransactGetItemsCommand: onEachPart,
  TransactWriteItemsCommand: onEachPart,
};
