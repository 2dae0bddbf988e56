import {
  DeleteObjectsCommand,
  HeadObjectCommand,
  NotFound,
  PutObjectCommand,
  paginateListObjectsV2,
  type S3Client,
} from '@aws-sdk/client-s3';
import { CommandError } from '@willcall/cli';
import { known } from '@willcall/contracts';
import type { StageName } from '@willcall/topology';
import { INDEX_KEY, type PageFile } from './list-page-files.ts';

/** The name of the bucket of a stage's page, without account and region. */
export const pageBucketName = (stage: StageName): string => `willcall-${stage}-page`;

/** The output of the page's stack that names the bucket. */
export const PAGE_BUCKET_OUTPUT = 'PageBucket';

/** The longest that an upload takes. It is stopped then. */
const LONGEST_UPLOAD_MS = 15 * 60 * 1_000;

/** How long the files of a replaced page stay, for those who have it open. */
const KEPT_MS = 24 * 60 * 60 * 1_000;

type PageBucket = { readonly s3: S3Client; readonly bucket: string };

/**
 * Uploads the files of a page, the index last: whoever loads the page gets all of the old one or all of the
 * new one. Then removes what has been in no page for a day.
 *
 * @returns the keys that were removed
 * @throws CommandError if an object could not be removed, or an error of the SDK. The old page is then still
 *   whole, or the new one is
 */
export async function uploadPage(
  { s3, bucket }: PageBucket,
  files: readonly PageFile[],
): Promise<readonly string[]> {
  const replaced = await findIndexTime({ s3, bucket });
  const abortSignal = AbortSignal.timeout(LONGEST_UPLOAD_MS);
  const others = files.filter(({ key }) => key !== INDEX_KEY);
  const index = known(
    files.find(({ key }) => key === INDEX_KEY),
    'index of the page',
  );
  for (const { key, body, contentType, cacheControl } of [...others, index]) {
    await s3.send(
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        Body: body,
        ContentType: contentType,
        CacheControl: cacheControl,
      }),
      { abortSignal },
    );
  }
  if (replaced === undefined) return [];
  const now = known(await findIndexTime({ s3, bucket }), 'uploaded index');
  const before = findRemovable(replaced, now);
  if (before === undefined) return [];
  return await removeOthers({ s3, bucket }, new Set(files.map(({ key }) => key)), before);
}

/**
 * Finds the time before which an object was uploaded that is in no page which anybody can still have open.
 * Each deployment uploads all of its files again, so what is older than the page of before was replaced when
 * that page came:
 *
 *     older uploads | upload of the page of before, its index last | ... a day ... | now
 *                   ^ the answer
 *
 * @returns undefined if the page of before came less than a day ago: all stays until a later deployment
 */
const findRemovable = (replaced: Date, now: Date): Date | undefined =>
  now.getTime() - replaced.getTime() < KEPT_MS
    ? undefined
    : new Date(replaced.getTime() - LONGEST_UPLOAD_MS);

/** When the index was uploaded, by the clock of S3. Undefined if there is none. */
async function findIndexTime({ s3, bucket }: PageBucket): Promise<Date | undefined> {
  try {
    const found = await s3.send(new HeadObjectCommand({ Bucket: bucket, Key: INDEX_KEY }));
    return known(found.LastModified, 'time of the index');
  } catch (error) {
    if (error instanceof NotFound) return undefined;
    throw error;
  }
}

/** Removes the objects that were uploaded before a time and are none of these. */
async function removeOthers(
  { s3, bucket }: PageBucket,
  kept: ReadonlySet<string>,
  before: Date,
): Promise<readonly string[]> {
  const removed: string[] = [];
  for await (const { Contents = [] } of paginateListObjectsV2({ client: s3 }, { Bucket: bucket })) {
    const keys = Contents.flatMap(({ Key, LastModified }) =>
      Key !== undefined && LastModified !== undefined && LastModified < before && !kept.has(Key)
        ? [Key]
        : [],
    );
    if (keys.length === 0) continue;
    const Delete = { Objects: keys.map((Key) => ({ Key })), Quiet: true };
    const { Errors = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: bucket, Delete }));
    if (Errors.length > 0) {
      throw new CommandError(
        `The page is deployed, but ${Errors.length} old files of ${bucket} were not removed: ${Errors[0]?.Code}.`,
      );
    }
    removed.push(...keys);
  }
  return removed;
}
