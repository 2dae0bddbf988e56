import {
  DeleteObjectsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CommandError } from '../command/command-error.ts';

/**
 * Deletes every object of a bucket, in every version, and the marks of those that were deleted before.
 *
 * @throws CommandError when one could not be deleted; errors of the SDK
 */
export const emptyBucket = async (client: S3Client, Bucket: string): Promise<void> => {
  // A page is deleted before the next one is asked for, which is then the first of what is left.
  for (;;) {
    const Objects = await objectsOf(client, Bucket);
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

/** At most a thousand, which is what one call can delete. */
const objectsOf = async (client: S3Client, Bucket: string): Promise<ObjectIdentifier[]> => {
  const { Versions = [], DeleteMarkers = [] } = await client.send(
    new ListObjectVersionsCommand({ Bucket }),
  );
  const versions = [...Versions, ...DeleteMarkers].flatMap(({ Key, VersionId }) =>
    Key === undefined ? [] : { Key, VersionId },
  );
  if (versions.length > 0) return versions;
  // The local AWS knows no versions, and lists objects only by this call.
  const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket }));
  return Contents.flatMap(({ Key }) => (Key === undefined ? [] : { Key }));
};
