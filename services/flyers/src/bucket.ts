import { GetObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { IMAGE_SIGNATURE_BYTES, type UploadedFile } from '@willcall/domain';

/** How the buckets are reached. `plugins` are SDK middleware: faults in tests. */
export type BucketConnection = {
  readonly client: S3ClientConfig;
  readonly plugins?: readonly Parameters<S3Client['middlewareStack']['use']>[0][];
};

/** An object's size and first bytes, or `gone`. */
export type ReadFile = (bucket: string, key: string) => Promise<UploadedFile | 'gone'>;

/** What S3 answers to a range of an object that has no bytes. */
const EMPTY: UploadedFile = { size: 0, firstBytes: new Uint8Array() };

/**
 * Opens S3. One read tells both size and bytes, so that they are of one upload: between a HEAD and a
 * GET the object may be replaced.
 *
 * The function needs s3:GetObject, and s3:ListBucket: without it S3 answers 403 for what is gone.
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
        throw new FlyersError('BUCKET_UNAVAILABLE', 'S3 did not tell size and bytes of the object');
      }
      return { size, firstBytes };
    } catch (cause) {
      if (cause instanceof FlyersError) throw cause;
      if (isNamed(cause, 'NoSuchKey')) return 'gone';
      if (isNamed(cause, 'InvalidRange')) return EMPTY;
      throw new FlyersError('BUCKET_UNAVAILABLE', 'S3 did not read the object', { cause });
    }
  };
}

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof Error && error.name === name;

/** The bucket did not answer, or not what it must: the same read may succeed later. */
type FlyersErrorCode = 'BUCKET_UNAVAILABLE';

/** The one error of this package. Its message holds nothing of an object or its key. */
class FlyersError extends Error {
  override readonly name = 'FlyersError';
  readonly code: FlyersErrorCode;
  readonly retryable = true;

  constructor(code: FlyersErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
