import { CorrelationId, Instant } from '@willcall/contracts';
import { uploadOrder } from '@willcall/domain';
import * as z from 'zod/mini';

/** The used fields of a record in an S3 event. Other fields are ignored. */
const UploadRecord = z.object({
  eventName: z.string().check(z.startsWith('ObjectCreated:')),
  eventTime: Instant,
  responseElements: z.catch(z.optional(z.object({ 'x-amz-request-id': CorrelationId })), undefined),
  s3: z.object({
    bucket: z.object({ name: z.string().check(z.minLength(1)) }),
    object: z.object({
      key: z.pipe(z.string().check(z.minLength(1)), z.transform(decodeKey)),
      sequencer: z.optional(z.string().check(z.regex(/^[\dA-Fa-f]+$/))),
    }),
  }),
});

/** An uploaded object. */
export type Upload = {
  readonly bucket: string;
  /** The decoded object key. */
  readonly key: string;
  /** The order of the upload, as a sortable string. */
  readonly order: string;
  /** S3's id of the upload request. */
  readonly requestId: string | undefined;
};

/** The upload in a record of an S3 event, or undefined if the record is not an upload. */
export function readUpload(record: unknown): Upload | undefined {
  const { data } = UploadRecord.safeParse(record);
  if (data === undefined) return undefined;
  const { bucket, object } = data.s3;
  return {
    bucket: bucket.name,
    key: object.key,
    order: uploadOrder(data.eventTime, object.sequencer),
    requestId: data.responseElements?.['x-amz-request-id'],
  };
}

/**
 * S3 events encode keys like form fields: `red flower.jpg` becomes `red+flower.jpg`.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
function decodeKey(encoded: string, context: z.core.ParsePayload): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    context.issues.push({ code: 'custom', message: 'must be URL-encoded', input: encoded });
    return z.NEVER;
  }
}
