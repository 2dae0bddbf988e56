import { PutObjectCommand, S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { FlyerRequest } from '@willcall/contracts';
import { flyerKey } from '@willcall/domain';
import type { Handler } from '@willcall/lambda';
import type { Store } from '@willcall/store';
import { findShow } from './show-resource.ts';

/** Seconds: long enough to send 5 MiB, too short to share the URL. */
const EXPIRES_IN_SECONDS = 300;

/** An upload to sign a URL for. */
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
 * `POST /shows/{showId}/flyer`: returns a URL to PUT one image of exactly this type and length. The show
 * gets the flyer after the upload, if it is an image.
 *
 * @throws ProblemError SHOW_NOT_FOUND
 */
export const createFlyerUpload =
  ({ store, sign, clock, newUploadId }: FlyerUploadDependencies): Handler<'createFlyerUpload'> =>
  async ({ path, body: request }) => {
    const { showId } = await findShow(store, path.showId);
    const uploadUrl = await sign({
      ...request,
      key: flyerKey(showId, newUploadId(), request.contentType),
      expiresInSeconds: EXPIRES_IN_SECONDS,
      signedAt: clock(),
    });
    return { uploadUrl, expiresInSeconds: EXPIRES_IN_SECONDS };
  };

/**
 * The upload must send these headers as signed, or S3 returns 403 SignatureDoesNotMatch. The presigner
 * signs the content type only if it is listed here. It takes the length from the command.
 * Source: https://github.com/aws/aws-sdk-js-v3/issues/3497
 */
const BOUND_HEADERS = ['content-type', 'content-length', 'host'];

/** The S3 client that signs. `plugins` are SDK middleware: the role's permissions in the local AWS. */
export type SigningConnection = {
  readonly client: S3ClientConfig;
  readonly plugins?: readonly Parameters<S3Client['middlewareStack']['use']>[0][];
};

/** Signs uploads to a bucket. Nothing is sent to S3. */
export function createUploadSigner(
  bucket: string,
  { client, plugins = [] }: SigningConnection,
): (upload: UploadToSign) => Promise<string> {
  // By default, the SDK signs the checksum of an empty body, and S3 then refuses every other body.
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
