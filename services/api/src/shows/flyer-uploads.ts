import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FlyerRequest } from '@willcall/contracts';
import { flyerKey } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { findShow } from './show-resource.ts';

/** Seconds: enough to send 5 MiB, too little for an address to be passed around. */
const EXPIRES_IN_SECONDS = 300;

/** One upload that is to be allowed. */
type UploadToSign = FlyerRequest & {
  readonly key: string;
  readonly expiresInSeconds: number;
  readonly signedAt: Date;
};

type FlyerUploadDependencies = {
  readonly store: Store<'shows'>;
  readonly sign: (upload: UploadToSign) => Promise<string>;
  readonly clock: () => Date;
  readonly newUploadId: () => string;
};

/**
 * `POST /shows/{showId}/flyer`: where to PUT one image of just this type and length. The show gets it
 * once it is uploaded and found to be an image.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const createFlyerUpload =
  ({ store, sign, clock, newUploadId }: FlyerUploadDependencies): Handler<'createFlyerUpload'> =>
  async ({ path, body: asked }) => {
    const { showId } = await findShow(store, path.showId);
    const uploadUrl = await sign({
      ...asked,
      key: flyerKey(showId, newUploadId(), asked.contentType),
      expiresInSeconds: EXPIRES_IN_SECONDS,
      signedAt: clock(),
    });
    return { uploadUrl, expiresInSeconds: EXPIRES_IN_SECONDS };
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
