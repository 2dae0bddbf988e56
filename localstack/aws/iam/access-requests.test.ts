import { describe, expect, it } from 'vitest';
import { type CalledService, listAccessRequests } from './access-requests.ts';

const TABLES = 'arn:aws:dynamodb:us-east-1:000000000000:table';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:dead.fifo';
const QueueUrl = 'http://127.0.0.1:4566/000000000000/dead.fifo';
const BUSES = 'arn:aws:events:us-east-1:000000000000:event-bus';
const OBJECT = { Bucket: 'flyers', Key: 'shows/x.png' };

/** Lists the access requests of a call, each as `action resource`. */
const listRequests = (service: CalledService, commandName: string, input: object): string[] =>
  listAccessRequests(service, { commandName, input }).map(
    ({ action, resource }) => `${action} ${resource}`,
  );

describe('an access request names', () => {
  it.each([
    ['GetItemCommand', 'dynamodb:GetItem'],
    ['PutItemCommand', 'dynamodb:PutItem'],
    ['UpdateItemCommand', 'dynamodb:UpdateItem'],
    ['DeleteItemCommand', 'dynamodb:DeleteItem'],
    ['QueryCommand', 'dynamodb:Query'],
    ['ScanCommand', 'dynamodb:Scan'],
  ])('the table of a %s', (command, action) => {
    expect(listRequests('dynamodb', command, { TableName: 'shows' })).toEqual([
      `${action} ${TABLES}/shows`,
    ]);
  });

  it.each(['Query', 'Scan'])(
    'the index, and not the table, of a %sCommand on an index',
    (action) => {
      const input = { TableName: 'shows', IndexName: 'by-start' };
      expect(listRequests('dynamodb', `${action}Command`, input)).toEqual([
        `dynamodb:${action} ${TABLES}/shows/index/by-start`,
      ]);
    },
  );

  it.each(['BatchGetItem', 'BatchWriteItem'])('each table of a %sCommand', (action) => {
    const input = { RequestItems: { stock: {}, seats: {} } };
    expect(listRequests('dynamodb', `${action}Command`, input)).toEqual([
      `dynamodb:${action} ${TABLES}/stock`,
      `dynamodb:${action} ${TABLES}/seats`,
    ]);
  });

  it('the action of each part of a write transaction', () => {
    const TransactItems = [
      { Put: { TableName: 'purchases' } },
      { Update: { TableName: 'stock' } },
      { Delete: { TableName: 'seats' } },
      { ConditionCheck: { TableName: 'shows' } },
    ];
    expect(listRequests('dynamodb', 'TransactWriteItemsCommand', { TransactItems })).toEqual([
      `dynamodb:PutItem ${TABLES}/purchases`,
      `dynamodb:UpdateItem ${TABLES}/stock`,
      `dynamodb:DeleteItem ${TABLES}/seats`,
      `dynamodb:ConditionCheckItem ${TABLES}/shows`,
    ]);
  });

  it('the action of each part of a read transaction', () => {
    const TransactItems = [{ Get: { TableName: 'shows' } }, { Get: { TableName: 'stock' } }];
    expect(listRequests('dynamodb', 'TransactGetItemsCommand', { TransactItems })).toEqual([
      `dynamodb:GetItem ${TABLES}/shows`,
      `dynamodb:GetItem ${TABLES}/stock`,
    ]);
  });

  it.each([
    ['SendMessageCommand', 'sqs:SendMessage'],
    ['SendMessageBatchCommand', 'sqs:SendMessage'],
    ['ReceiveMessageCommand', 'sqs:ReceiveMessage'],
    ['DeleteMessageCommand', 'sqs:DeleteMessage'],
    ['DeleteMessageBatchCommand', 'sqs:DeleteMessage'],
    ['ChangeMessageVisibilityCommand', 'sqs:ChangeMessageVisibility'],
    ['ChangeMessageVisibilityBatchCommand', 'sqs:ChangeMessageVisibility'],
    ['GetQueueAttributesCommand', 'sqs:GetQueueAttributes'],
  ])('the queue of a %s', (command, action) => {
    expect(listRequests('sqs', command, { QueueUrl })).toEqual([`${action} ${QUEUE}`]);
  });

  it('the bus of each event, by name or ARN, or the default bus', () => {
    const Entries = [{ EventBusName: 'b' }, { EventBusName: `${BUSES}/c` }, {}];
    expect(listRequests('events', 'PutEventsCommand', { Entries })).toEqual(
      ['b', 'c', 'default'].map((bus) => `events:PutEvents ${BUSES}/${bus}`),
    );
  });

  it.each([
    ['GetObjectCommand', 's3:GetObject'],
    ['HeadObjectCommand', 's3:GetObject'],
    ['PutObjectCommand', 's3:PutObject'],
    ['DeleteObjectCommand', 's3:DeleteObject'],
  ])('the object of a %s', (command, action) => {
    expect(listRequests('s3', command, OBJECT)).toEqual([
      `${action} arn:aws:s3:::flyers/shows/x.png`,
    ]);
  });

  it('the bucket that is listed', () => {
    expect(listRequests('s3', 'ListObjectsV2Command', OBJECT)).toEqual([
      's3:ListBucket arn:aws:s3:::flyers',
    ]);
  });

  it.each(['dynamodb', 'sqs', 'events', 's3'] as const)(
    'all resources for an unknown command of %s',
    (service) => {
      expect(listRequests(service, 'RestoreAllCommand', {})).toEqual([`${service}:RestoreAll *`]);
    },
  );
});
