import {
  DynamoDBClient,
  GetItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import type { AccessRequest } from './access-requests.ts';
import type { Role } from './role.ts';
import { createRolePlugin, type SdkMiddleware, type SdkPlugin } from './role-plugin.ts';

/** Nothing listens at this endpoint, so a call that is sent fails with another error. */
const client = {
  endpoint: 'http://127.0.0.1:9',
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

const makeRole = (allows: (request: AccessRequest) => boolean): Role => ({
  principal: 'arn:aws:sts::000000000000:assumed-role/willcall-x/willcall-x',
  allows,
});
const emptyRole = makeRole(() => false);

const formatDenial = (action: string, resource: string, shownAction = action) =>
  `User: ${emptyRole.principal} is not authorized to perform: ${shownAction} on resource: ${resource} ` +
  `because no identity-based policy allows the ${shownAction} action`;

const makeCounter = (counted: string[]): SdkPlugin => ({
  applyToStack: (stack) => {
    const count: SdkMiddleware =
      (next, { commandName = '' }) =>
      (args) => {
        counted.push(commandName);
        return next(args);
      };
    stack.add(count, { step: 'initialize', priority: 'high', name: 'counted' });
  },
});

describe('a call that the role does not allow', () => {
  const dynamodb = new DynamoDBClient(client);
  const sqs = new SQSClient(client);
  const events = new EventBridgeClient(client);
  const s3 = new S3Client({ ...client, forcePathStyle: true });
  const reported: string[] = [];
  const counted: string[] = [];
  const keep = ({ message }: Error) => void reported.push(message);
  dynamodb.middlewareStack.use(createRolePlugin('dynamodb', emptyRole, keep));
  sqs.middlewareStack.use(createRolePlugin('sqs', emptyRole, keep));
  events.middlewareStack.use(createRolePlugin('events', emptyRole, keep));
  s3.middlewareStack.use(createRolePlugin('s3', emptyRole, keep));
  for (const { middlewareStack } of [dynamodb, sqs, events, s3]) {
    middlewareStack.use(makeCounter(counted));
  }
  const ARN = 'us-east-1:000000000000';

  it.each([
    {
      service: 'DynamoDB',
      call: () => dynamodb.send(new GetItemCommand({ TableName: 'x-shows', Key: {} })),
      error: { name: 'AccessDeniedException', status: 400 },
      message: formatDenial('dynamodb:GetItem', `arn:aws:dynamodb:${ARN}:table/x-shows`),
    },
    {
      service: 'SQS',
      call: () => sqs.send(new SendMessageCommand({ QueueUrl: 'http://q/0/x', MessageBody: '' })),
      error: { name: 'AccessDenied', status: 403 },
      message: formatDenial('sqs:SendMessage', `arn:aws:sqs:${ARN}:x`, 'sqs:sendmessage'),
    },
    {
      service: 'EventBridge',
      call: () => events.send(new PutEventsCommand({ Entries: [{ EventBusName: 'x' }] })),
      error: { name: 'AccessDeniedException', status: 400 },
      message: formatDenial('events:PutEvents', `arn:aws:events:${ARN}:event-bus/x`),
    },
    {
      service: 'S3',
      call: () => s3.send(new GetObjectCommand({ Bucket: 'x', Key: 'y' })),
      error: { name: 'AccessDenied', status: 403 },
      message: formatDenial('s3:GetObject', '"arn:aws:s3:::x/y"'),
    },
  ])('fails as on $service, is reported, and is neither sent nor counted', async (row) => {
    await expect(row.call()).rejects.toMatchObject({
      name: row.error.name,
      message: row.message,
      $fault: 'client',
      $metadata: { httpStatusCode: row.error.status },
      $retryable: undefined,
    });
    expect(reported.splice(0)).toEqual([row.message]);
    expect(counted).toEqual([]);
  });
});

it('a transaction is refused if the role does not allow one part', async () => {
  const dynamodb = new DynamoDBClient(client);
  const puts = makeRole(({ action }) => action === 'dynamodb:PutItem');
  dynamodb.middlewareStack.use(createRolePlugin('dynamodb', puts, () => undefined));
  const TableName = 'x';
  const TransactItems = [
    { Put: { TableName, Item: {} } },
    { ConditionCheck: { TableName, Key: {}, ConditionExpression: 'a = b' } },
  ];
  const sent = dynamodb.send(new TransactWriteItemsCommand({ TransactItems }));
  await expect(sent).rejects.toThrow('not authorized to perform: dynamodb:ConditionCheckItem');
});

describe('a missing object', () => {
  const readMissingObject = (role: Role) => {
    const s3 = new S3Client({ ...client, forcePathStyle: true });
    s3.middlewareStack.use(createRolePlugin('s3', role, () => undefined));
    s3.middlewareStack.add(
      () => async () => {
        throw Object.assign(new Error('The specified key does not exist.'), { name: 'NoSuchKey' });
      },
      { step: 'build' },
    );
    return s3.send(new GetObjectCommand({ Bucket: 'x', Key: 'gone' }));
  };

  it('is not found if the role may list the bucket', async () => {
    await expect(readMissingObject(makeRole(() => true))).rejects.toMatchObject({
      name: 'NoSuchKey',
    });
  });

  it('is forbidden if the role may not list the bucket', async () => {
    const reads = makeRole(({ action }) => action === 's3:GetObject');
    await expect(readMissingObject(reads)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringContaining('s3:ListBucket on resource: "arn:aws:s3:::x"'),
    });
  });
});
