import { randomUUID } from 'node:crypto';
import {
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  type TableDescription,
  type TimeToLiveDescription,
} from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { synthesizeStage } from '@willcall/infra/testing';
import { createDynamoDbClient, createResources, createSqsClient } from '@willcall/localstack';
import { afterAll, expect, inject, test } from 'vitest';
import * as z from 'zod';

/**
 * Compares the resources in the deployed template with those in the local AWS. Both are made from the
 * same definitions. This test fails if one of them deviates.
 */
const aws = {
  dynamodbEndpoint: inject('dynamodbEndpoint'),
  sqsEndpoint: inject('sqsEndpoint'),
  backend: inject('backend'),
};
const dynamodb = createDynamoDbClient(aws);
const sqs = createSqsClient(aws);
afterAll(() => {
  dynamodb.destroy();
  sqs.destroy();
});

/** Exists only on AWS. The local AWS never gives up an event. */
const DEPLOYED_ONLY = 'failed-targets';

const stage = `contract-${randomUUID()}`;
const local = await createResources(aws, stage);
const { templates } = synthesizeStage('dev');
/** The properties of a type's resources, by name without the stage. */
const deployed = (type: string, nameProperty: string) =>
  new Map(
    templates
      .flatMap(({ resources }) => Object.values(resources))
      .filter(({ Type }) => Type === type)
      .map(({ Properties = {} }) => [shortName('dev', Properties[nameProperty]), Properties]),
  );
const shortName = (of: string, name: unknown): string =>
  String(name)
    .replace(`willcall-${of}-`, '')
    .replace(/\.fifo$/, '');

const byName = <T extends { readonly AttributeName?: string | undefined }>(list: readonly T[]) =>
  list.toSorted((a, b) => (a.AttributeName ?? '').localeCompare(b.AttributeName ?? ''));

/** Properties with the same name in CloudFormation and DynamoDB. */
const tableOf = (table: TableDescription, ttl: TimeToLiveDescription | undefined) => ({
  KeySchema: table.KeySchema,
  AttributeDefinitions: byName(table.AttributeDefinitions ?? []),
  GlobalSecondaryIndexes: (table.GlobalSecondaryIndexes ?? [])
    .map(({ IndexName, KeySchema, Projection }) => ({ IndexName, KeySchema, Projection }))
    .toSorted((a, b) => String(a.IndexName).localeCompare(String(b.IndexName))),
  StreamViewType: table.StreamSpecification?.StreamViewType,
  expires: ttl?.AttributeName,
});

const deployedTables = deployed('AWS::DynamoDB::Table', 'TableName');
const deployedQueues = deployed('AWS::SQS::Queue', 'QueueName');

test('the deployed tables are those that run locally', () => {
  expect([...deployedTables.keys()].toSorted()).toEqual(Object.keys(local.tables).toSorted());
});

test.each(Object.entries(local.tables))(
  'table %s is the same locally and deployed',
  async (id, TableName) => {
    const { Table = {} } = await dynamodb.send(new DescribeTableCommand({ TableName }));
    const ttl = await dynamodb.send(new DescribeTimeToLiveCommand({ TableName }));
    const properties = deployedTables.get(id) ?? {};
    const { AttributeName } = Object(properties.TimeToLiveSpecification);
    expect(tableOf(properties, { AttributeName })).toEqual(
      tableOf(Table, ttl.TimeToLiveDescription),
    );
  },
);

test('the deployed queues are those that run locally, plus one for events that AWS gives up', () => {
  const names = [...Object.keys(local.queues), DEPLOYED_ONLY];
  expect([...deployedQueues.keys()].toSorted()).toEqual(names.toSorted());
});

const Redrive = z.object({ deadLetterTargetArn: z.unknown(), maxReceiveCount: z.number() });

/** The dead-letter target: a name locally, and in the template a logical id that ends with that name. */
const redriveOf = (policy: unknown) => {
  if (policy === undefined) return undefined;
  const { deadLetterTargetArn, maxReceiveCount } = Redrive.parse(policy);
  return {
    goesToDead: /purchases-?dead/.test(JSON.stringify(deadLetterTargetArn)),
    maxReceiveCount,
  };
};

test.each(Object.entries(local.queues))(
  'queue %s is the same locally and deployed',
  async (id, { url }) => {
    const { Attributes = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: url, AttributeNames: ['All'] }),
    );
    const properties = deployedQueues.get(id) ?? {};
    const { RedrivePolicy } = Attributes;
    expect({
      FifoQueue: properties.FifoQueue === true,
      DeduplicationScope: properties.DeduplicationScope,
      FifoThroughputLimit: properties.FifoThroughputLimit,
      VisibilityTimeout: properties.VisibilityTimeout,
      MessageRetentionPeriod: properties.MessageRetentionPeriod,
      redrive: redriveOf(properties.RedrivePolicy),
    }).toEqual({
      FifoQueue: Attributes.FifoQueue === 'true',
      DeduplicationScope: Attributes.DeduplicationScope,
      FifoThroughputLimit: Attributes.FifoThroughputLimit,
      VisibilityTimeout: Number(Attributes.VisibilityTimeout),
      MessageRetentionPeriod: Number(Attributes.MessageRetentionPeriod),
      redrive: redriveOf(RedrivePolicy === undefined ? undefined : JSON.parse(RedrivePolicy)),
    });
  },
);
