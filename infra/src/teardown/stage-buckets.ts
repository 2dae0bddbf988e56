import { paginateListBuckets, type S3Client } from '@aws-sdk/client-s3';
import { type BucketId, bucketName, buckets, type StageName } from '@willcall/topology';

/** What a deployed bucket's name has after the definitions' name: account and region. */
const OWNER = /^(-\d{12}-[a-z0-9-]+)?$/;

/** The buckets of a stage that are there, by the names that its stacks and the local AWS give them. */
export const stageBuckets = async (client: S3Client, stage: StageName): Promise<string[]> => {
  const names = Object.keys(buckets).map((bucket) => bucketName(stage, bucket as BucketId));
  const found: string[] = [];
  for await (const { Buckets = [] } of paginateListBuckets({ client }, {})) {
    for (const { Name = '' } of Buckets) {
      const isOurs = names.some(
        (name) => Name.startsWith(name) && OWNER.test(Name.slice(name.length)),
      );
      if (isOurs) found.push(Name);
    }
  }
  return found;
};
