import { randomUUID } from 'node:crypto';
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  ListTablesCommand,
} from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { openStageData } from '@willcall/infra';
import { bucketName, tableName } from '@willcall/topology';
import { afterAll, expect, inject, it } from 'vitest';

const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const dynamodb = new DynamoDBClient({ ...local, endpoint: inject('dynamodbEndpoint') });
const s3 = new S3Client({ ...local, endpoint: inject('sqsEndpoint'), forcePathStyle: true });
afterAll(() => {
  dynamodb.destroy();
  s3.destroy();
});

/** A stage with a protected table, and more objects than one call deletes. */
const createStageWithData = async () => {
  const stage = `gone-${randomUUID().slice(0, 8)}`;
  const TableName = tableName(stage, 'pulse');
  await dynamodb.send(
    new CreateTableCommand({
      TableName,
      KeySchema: [{ AttributeName: 'subject', KeyType: 'HASH' }],
      AttributeDefinitions: [{ AttributeName: 'subject', AttributeType: 'S' }],
      BillingMode: 'PAY_PER_REQUEST',
      DeletionProtectionEnabled: true,
    }),
  );
  const Bucket = `${bucketName(stage, 'flyers')}-123456789012-us-east-1`;
  await s3.send(new CreateBucketCommand({ Bucket }));
  for (const Key of ['a.png', 'b/c.png']) {
    await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x' }));
  }
  return { stage, TableName, Bucket };
};

it("tables and buckets of a stage are deleted with all their content, and no other stage's", async () => {
  const gone = await createStageWithData();
  const other = await createStageWithData();
  const data = openStageData(gone.stage, { dynamodb, s3 });

  await data.release();
  expect((await data.deleteRest()).sort()).toEqual([gone.TableName, gone.Bucket].sort());

  const { TableNames } = await dynamodb.send(new ListTablesCommand({}));
  expect(TableNames).not.toContain(gone.TableName);
  await expect(s3.send(new HeadBucketCommand({ Bucket: gone.Bucket }))).rejects.toThrow();
  const left = new DescribeTableCommand({ TableName: other.TableName });
  expect((await dynamodb.send(left)).Table).toMatchObject({ DeletionProtectionEnabled: true });
  await s3.send(new HeadBucketCommand({ Bucket: other.Bucket }));
  // A second time, when nothing is left.
  expect(await data.deleteRest()).toEqual([]);
});
