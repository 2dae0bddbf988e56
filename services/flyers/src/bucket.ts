import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { IMAGE_SIGNATURE_BYTES, type UploadedFile } from '@willcall/domain';

/** The connection to S3. `plugins` are SDK middleware: faults in tests. */
export type BucketConnection = {
  readonly client: S3ClientConfig;
  readonly plugins?: readonly Parameters<S3Client['middlewareStack']['use']>[0][];
};

/** An object's size and first bytes, or `gone`. */
export type ReadFile = (bucket: string, key: string) => Promise<UploadedFile | 'gone'>;

/** The result for an empty object, for which S3 refuses a range. */
const EMPTY: UploadedFile = { size: 0, firstBytes: new Uint8Array() };

/**
 * Creates a reader of objects. One GET returns both size and bytes, so that they belong to the same upload.
 * Between a HEAD and a GET, the object could be replaced.
 *
 * Needs s3:GetObject and s3:ListBucket. Without the latter, S3 returns 403 for a missing object.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html
 */
export function openBuckets({ client, plugins = [] }: BucketConnection): ReadFile {
  const s3 = new S3Client(client);
  for (const plugin of plugins) s3.middlewareStack.use(plugin);
  return async (bucket, key) => {
    const range = `bytes=0-${IMAGE_SIGNATURE_BYTES - 1}`;
    try {
      const read = new GetObjectCommand({ Bucket: bucket, Key: key, Range: range });
      const { Body, ContentRange } = await s3.send(read);
      const size = Number(/\/(\d+)$/.exec(ContentRange ?? '')?.[1] ?? Number.NaN);
      const firstBytes = await Body?.transformToByteArray();
      if (firstBytes === undefined || Number.isNaN(size)) {
        throw new FlyersError(
          'BUCKET_UNAVAILABLE',
          'S3 did not return the size and bytes of the object',
        );
      }
      return { size, firstBytes };
    } catch (cause) {
      if (cause instanceof FlyersError) throw cause;
      if (isNamed(cause, 'NoSuchKey')) return 'gone';
      if (isNamed(cause, 'InvalidRange')) return EMPTY;
      throw new FlyersError('BUCKET_UNAVAILABLE', 'S3 could not read the object', { cause });
    }
  };
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;

/** The bucket did not answer, or gave an invalid answer. A retry may succeed. */
type FlyersErrorCode = 'BUCKET_UNAVAILABLE';

/** The error of this package. Its message contains nothing from an object or its key. */
class FlyersError extends Error {
  override readonly name = 'FlyersError';
  readonly code: FlyersErrorCode;
  readonly retryable = true;

  constructor(code: FlyersErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
