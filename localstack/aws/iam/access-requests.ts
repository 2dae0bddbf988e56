import { bucketArn, busArn, indexArn, objectArn, queueArn, tableArn } from '../local-account.ts';

/** A request that IAM evaluates: an action, such as `dynamodb:PutItem`, and the ARN of a resource. */
export type AccessRequest = { readonly action: string; readonly resource: string };

/** The services that functions call. */
export type CalledService = 'dynamodb' | 'sqs' | 'events' | 's3';

/** For each command of an SDK client, creates the access requests of an input. */
type RequestsByCommand<Input> = Readonly<Record<string, (input: Input) => AccessRequest[]>>;

/** A call as the SDK's middleware sees it. */
type SdkCall = { readonly commandName: string; readonly input: unknown };

/**
 * Lists the access requests of a call. An unknown command gives a request that no role allows, so a new
 * command fails here before it fails on AWS.
 */
export const listAccessRequests = (
  service: CalledService,
  { commandName, input }: SdkCall,
): AccessRequest[] => {
  // The SDK types the input by the command.
  const requests: ((input: object) => AccessRequest[]) | undefined = commands[service][commandName];
  const unknown = { action: `${service}:${commandName.replace(/Command$/, '')}`, resource: '*' };
  return requests?.(Object(input)) ?? [unknown];
};

/** The part of a command's input that names tables, for the plain client and the document client. */
type DynamoDbInput = {
  readonly TableName?: string;
  readonly IndexName?: string;
  readonly RequestItems?: Readonly<Record<string, unknown>>;
  readonly TransactItems?: readonly Readonly<Record<string, TransactionPart | undefined>>[];
};

type TransactionPart = { readonly TableName?: string };

/**
 * IAM evaluates each part of a transaction.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
const PART_ACTIONS: Readonly<Record<string, string>> = {
  Get: 'GetItem',
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};

const createRequest = (action: string, resource: string): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource,
});

const onTable =
  (action: string) =>
  ({ TableName = '' }: DynamoDbInput): AccessRequest[] => [
    createRequest(action, tableArn(TableName)),
  ];

/** An index is a separate resource: access to it does not require access to the table. */
const onTableOrIndex =
  (action: string) =>
  ({ TableName = '', IndexName }: DynamoDbInput): AccessRequest[] => [
    createRequest(
      action,
      IndexName === undefined ? tableArn(TableName) : indexArn(TableName, IndexName),
    ),
  ];

const onEachTable =
  (action: string) =>
  ({ RequestItems = {} }: DynamoDbInput): AccessRequest[] =>
    Object.keys(RequestItems).map((table) => createRequest(action, tableArn(table)));

const onEachPart = ({ TransactItems = [] }: DynamoDbInput): AccessRequest[] =>
  TransactItems.flatMap((item) =>
    Object.entries(item).flatMap(([part, on]) =>
      on === undefined
        ? []
        : [createRequest(PART_ACTIONS[part] ?? part, tableArn(on.TableName ?? ''))],
    ),
  );

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazondynamodb.html */
const dynamoDbRequests: RequestsByCommand<DynamoDbInput> = {
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

type SqsInput = { readonly QueueUrl?: string };

const onQueue =
  (action: string) =>
  ({ QueueUrl = '' }: SqsInput): AccessRequest[] => [
    { action: `sqs:${action}`, resource: queueArn(QueueUrl) },
  ];

/**
 * A batch needs the permission of its single action.
 * Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html
 */
const sqsRequests: RequestsByCommand<SqsInput> = {
  SendMessageCommand: onQueue('SendMessage'),
  SendMessageBatchCommand: onQueue('SendMessage'),
  ReceiveMessageCommand: onQueue('ReceiveMessage'),
  DeleteMessageCommand: onQueue('DeleteMessage'),
  DeleteMessageBatchCommand: onQueue('DeleteMessage'),
  ChangeMessageVisibilityCommand: onQueue('ChangeMessageVisibility'),
  ChangeMessageVisibilityBatchCommand: onQueue('ChangeMessageVisibility'),
  GetQueueAttributesCommand: onQueue('GetQueueAttributes'),
};

type EventsInput = { readonly Entries?: readonly { readonly EventBusName?: string }[] };

/** Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
const eventsRequests: RequestsByCommand<EventsInput> = {
  PutEventsCommand: ({ Entries = [] }) =>
    Entries.map(({ EventBusName }) => ({
      action: 'events:PutEvents',
      resource: busArn(EventBusName),
    })),
};

export type S3Input = { readonly Bucket?: string; readonly Key?: string };

const onObject =
  (action: string) =>
  ({ Bucket = '', Key = '' }: S3Input): AccessRequest[] => [
    { action: `s3:${action}`, resource: objectArn(Bucket, Key) },
  ];

/** S3 also checks this permission before it reports that an object does not exist. */
export const createListRequest = (bucket: string): AccessRequest => ({
  action: 's3:ListBucket',
  resource: bucketArn(bucket),
});

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const s3Requests: RequestsByCommand<S3Input> = {
  GetObjectCommand: onObject('GetObject'),
  // S3 has no HeadObject action.
  HeadObjectCommand: onObject('GetObject'),
  PutObjectCommand: onObject('PutObject'),
  DeleteObjectCommand: onObject('DeleteObject'),
  ListObjectsV2Command: ({ Bucket = '' }) => [createListRequest(Bucket)],
};

const commands = {
  dynamodb: dynamoDbRequests,
  sqs: sqsRequests,
  events: eventsRequests,
  s3: s3Requests,
};
