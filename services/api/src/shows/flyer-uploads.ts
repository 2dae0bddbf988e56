import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FlyerRequest } from '@willcall/contracts';

/** One upload that is to be allowed. */
export type UploadToSign = FlyerRequest & {
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly signedAt: Date;
};

/**
 * Headers that the upload must carry as they were signed, or S3 answers 403 SignatureDoesNotMatch. The
 * presigner leaves the content type out unless it is named; the length it takes from the command.
 * Source: https://github.com/aws/aws-sdk-js-v3/issues/3497
 */
const BOUND_HEADERS = ['content-type', 'content-length', 'host'];

/** How the bucket is signed for. `plugins` are SDK middleware: the role's limits locally. */
export type SigningConnection = {
  readonly client: S3ClientConfig;
  readonly plugins?: readonly Parameters<S3Client['middlewareStack']['use']>[0][];
};

/** Signs uploads to a bucket. Nothing is sent to S3. */
export function flyerUploads(
  bucket: string,
  { client, plugins = [] }: SigningConnection,
): (upload: UploadToSign) => Promise<string> {
  // Of its own accord the SDK would sign the checksum of an empty body, and S3 refuse any other.
  const s3 = new S3Client({ ...client, requestChecksumCalculation: 'WHEN_REQUIRED' });
  for (const plugin of plugins) s3.middlewareStack.use(plugin);
  return ({ key, contentType, contentLength, expiresInSeconds, signedAt }) =>
    getSignedUrl(
      s3,
      new PutObjectCommand({
        Bucket: bucket,
        Key: key,
        ContentType: contentType,
        ContentLength: contentLength,
      }),
      {
        expiresIn: expiresInSeconds,
        signableHeaders: new Set(BOUND_HEADERS),
        signingDate: signedAt,
      },
    );
}
