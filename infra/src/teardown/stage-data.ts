import {
  DeleteTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  UpdateTableCommand,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import {
  DeleteBucketCommand,
  DeleteObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  paginateListBuckets,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import {
  type BucketId,
  bucketName,
  buckets,
  type StageName,
  type TableId,
  tableName,
  tables,
} from '@willcall/topology';
import { pageBucketName } from '../page/upload-page.ts';

export type StageData = {
  /** Empties the bucket of the page, so that its stack can be deleted. Another deployment fills it again. */
  releasePage(): Promise<void>;
  /** Empties the buckets and removes the tables' protection, so that their stack can be deleted. */
  release(): Promise<void>;
  /** Deletes the resources that outlived the stack. @returns their names */
  deleteRest(): Promise<string[]>;
};

/**
 * Opens the data of a stage that a deployment cannot recreate: its tables, and the objects in its
 * buckets. Both steps throw errors of the SDK, and a CommandError if an object could not be deleted.
 */
export const openStageData = (
  stage: StageName,
  { dynamodb, s3 }: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client },
): StageData => {
  const tableNames = Object.keys(tables).map((table) => tableName(stage, table as TableId));
  const dataNames = Object.keys(buckets).map((bucket) => bucketName(stage, bucket as BucketId));
  return {
    releasePage: async () => {
      const names = [pageBucketName(stage)];
      for (const bucket of await listBuckets(s3, names)) await emptyBucket(s3, bucket);
    },
    release: async () => {
      for (const bucket of await listBuckets(s3, dataNames)) await emptyBucket(s3, bucket);
      for (const table of tableNames) await unprotectTable(dynamodb, table);
    },
    deleteRest: async () => {
      const deleted: string[] = [];
      for (const table of tableNames) {
        if (await deleteTable(dynamodb, table)) deleted.push(table);
      }
      for (const bucket of await listBuckets(s3, dataNames)) {
        await emptyBucket(s3, bucket);
        await s3.send(new DeleteBucketCommand({ Bucket: bucket }));
        deleted.push(bucket);
      }
      return deleted;
    },
  };
};

/** The suffix of a deployed bucket's name: account and region. */
const ACCOUNT_AND_REGION = /^(-\d{12}-[a-z0-9-]+)?$/;

/** The existing buckets with these names, which have account and region in the stacks and not on the local AWS. */
const listBuckets = async (client: S3Client, names: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for await (const { Buckets = [] } of paginateListBuckets({ client }, {})) {
    for (const bucket of Buckets) {
      const Name = known(bucket.Name, 'name of a bucket');
      const isOurs = names.some(
        (name) => Name.startsWith(name) && ACCOUNT_AND_REGION.test(Name.slice(name.length)),
      );
      if (isOurs) found.push(Name);
    }
  }
  return found;
};

/** An update of settings takes seconds. Fail after this time. */
const LONGEST_UPDATE_SECONDS = 300;

/** Removes the deletion protection of a table, if the table exists and is protected. */
const unprotectTable = async (client: DynamoDBClient, TableName: string): Promise<void> => {
  const isProtected = await client.send(new DescribeTableCommand({ TableName })).then(
    ({ Table }) => Table?.DeletionProtectionEnabled === true,
    (error: unknown) => {
      if (error instanceof ResourceNotFoundException) return false;
      throw error;
    },
  );
  if (!isProtected) return;
  await client.send(new UpdateTableCommand({ TableName, DeletionProtectionEnabled: false }));
  await waitUntilTableExists({ client, maxWaitTime: LONGEST_UPDATE_SECONDS }, { TableName });
};

/** Deletes a table without deletion protection. @returns whether the table existed */
const deleteTable = async (client: DynamoDBClient, TableName: string): Promise<boolean> => {
  try {
    await client.send(new DeleteTableCommand({ TableName }));
    return true;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return false;
    throw error;
  }
};

/**
 * Deletes every version of every object in a bucket, and all delete markers.
 *
 * @throws CommandError if an object could not be deleted
 */
const emptyBucket = async (client: S3Client, Bucket: string): Promise<void> => {
  // Each page is deleted before the next request, so that request returns the first page of the rest.
  for (;;) {
    const Objects = await listObjects(client, Bucket);
    if (Objects.length === 0) return;
    const { Errors = [] } = await client.send(
      new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }),
    );
    if (Errors.length > 0) {
      throw new CommandError(
        `${Errors.length} objects of ${Bucket} were not deleted: ${Errors[0]?.Code}.`,
      );
    }
  }
};

/** Lists at most a thousand versions, the maximum that one call can delete. */
const listObjects = async (client: S3Client, Bucket: string): Promise<ObjectIdentifier[]> => {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  const versions = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
    Key === undefined ? [] : { Key, VersionId },
  );
  if (versions.length > 0) return versions;
  // The local AWS does not support versions. It lists objects only with this call.
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => (Key === undefined ? [] : { Key }));
};
