import { bucketArn, busArn, indexArn, objectArn, queueArn, tableArn } from '../local-account.ts';

/** What IAM judges of a call: the action, e.g. `dynamodb:PutItem`, and the ARN that it is done to. */
export type AccessRequest = { readonly action: string; readonly resource: string };

/** The services that functions call. */
export type CalledService = 'dynamodb' | 'sqs' | 'events' | 's3';

/** The requests that a service makes to IAM for each command of its SDK client, by the input. */
type RequestsByCommand<Input> = Readonly<Record<string, (input: Input) => AccessRequest[]>>;

/** A call as the SDK's middleware sees it. */
type SdkCall = { readonly commandName: string; readonly input: unknown };

/**
 * What a service asks IAM about a call. A command that is not in its table gives a request that no role
 * allows: what has not been thought about is refused, here and not on AWS.
 */
export const listAccessRequests = (
  service: CalledService,
  { commandName, input }: SdkCall,
): AccessRequest[] => {
  // The SDK has typed it by the command.
  const requests: ((input: object) => AccessRequest[]) | undefined = commands[service][commandName];
  const unknown = { action: `${service}:${commandName.replace(/Command$/, '')}`, resource: '*' };
  return requests?.(Object(input)) ?? [unknown];
};

/** What tells of its tables in a command, of the plain client as of the document client. */
type DynamoDbInput = {
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

const createRequest = (action: string, resource: string): AccessRequest => ({
  action: `dynamodb:${action}`,
  resource,
});

const onTable =
  (action: string) =>
  ({ TableName = '' }: DynamoDbInput): AccessRequest[] => [
    createRequest(action, tableArn(TableName)),
  ];

/** An index is a resource of its own: who may read it need not be allowed the table. */
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
 * Batches are judged as what they are batches of.
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

/** What S3 also judges by before it says that an object is not there. */
export const createListRequest = (bucket: string): AccessRequest => ({
  action: 's3:ListBucket',
  resource: bucketArn(bucket),
});

/** Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
const s3Requests: RequestsByCommand<S3Input> = {
  GetObjectCommand: onObject('GetObject'),
  // An action HeadObject there is none.
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
