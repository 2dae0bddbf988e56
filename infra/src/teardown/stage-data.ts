import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { S3Client } from '@aws-sdk/client-s3';
import { type StageName, type TableId, tableName, tables } from '@willcall/topology';

import { deleteBucket } from './delete-bucket.ts';
import { deleteTable } from './delete-table.ts';
import { emptyBucket } from './empty-bucket.ts';
import { stageBuckets } from './stage-buckets.ts';
import { unprotectTable } from './unprotect-table.ts';

export type StageData = {
  /** Empties the buckets and takes the protection off the tables, so that their stack can go. */
  release(): Promise<void>;
  /** Deletes what outlived the stack. @returns the names of what was deleted */
  deleteRest(): Promise<string[]>;
};

/** What a stage cannot be given again: its tables, and what lies in its buckets. */
export const stageData = (
  stage: StageName,
  { dynamodb, s3 }: { readonly dynamodb: DynamoDBClient; readonly s3: S3Client },
): StageData => {
  const tableNames = Object.keys(tables).map((table) => tableName(stage, table as TableId));
  return {
    release: async () => {
      for (const bucket of await stageBuckets(s3, stage)) await emptyBucket(s3, bucket);
      for (const table of tableNames) await unprotectTable(dynamodb, table);
    },
    deleteRest: async () => {
      const deleted: string[] = [];
      for (const table of tableNames) {
        if (await deleteTable(dynamodb, table)) deleted.push(table);
      }
      for (const bucket of await stageBuckets(s3, stage)) {
        await emptyBucket(s3, bucket);
        await deleteBucket(s3, bucket);
        deleted.push(bucket);
      }
      return deleted;
    },
  };
};
