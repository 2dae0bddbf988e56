import {
  type BucketDefinition,
  type BucketId,
  bucketName,
  buckets,
  functionName,
} from '@willcall/topology';
import { LOCAL_ACCOUNT, LOCAL_REGION } from '../../aws/local-account.ts';

export type DeployedUploads = {
  readonly bucket: string;
  /** What each of its new objects invokes. */
  readonly functionName: string;
};

const STAGE = 'localstack';

/** The buckets of the deployed stage that invoke a function, by the names that the stacks give them. */
export const deployedUploads = (): DeployedUploads[] =>
  Object.entries<BucketDefinition>(buckets).flatMap(([id, { onObjectCreated }]) =>
    onObjectCreated === undefined
      ? []
      : [
          {
            // The stacks add account and region, since bucket names are shared by everyone on AWS.
            bucket: `${bucketName(STAGE, id as BucketId)}-${LOCAL_ACCOUNT}-${LOCAL_REGION}`,
            functionName: functionName(STAGE, onObjectCreated),
          },
        ],
  );
