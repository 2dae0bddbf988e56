import { CorrelationId, Instant } from '@willcall/contracts';
import { uploadOrder } from '@willcall/domain';
import * as z from 'zod';

/** What is used of a record of an S3 event. Everything else is ignored. */
const UploadRecord = z.object({
  eventName: z.string().startsWith('ObjectCreated:'),
  eventTime: Instant,
  responseElements: z.object({ 'x-amz-request-id': CorrelationId }).optional().catch(undefined),
  s3: z.object({
    bucket: z.object({ name: z.string().min(1) }),
    object: z.object({
      key: z.string().min(1).transform(decodeKey),
      sequencer: z
        .string()
        .regex(/^[\dA-Fa-f]+$/)
        .optional(),
    }),
  }),
});

/** An object that was put into the bucket. */
export type Upload = {
  readonly bucket: string;
  /** As the object has it. */
  readonly key: string;
  /** Its place among the uploads, as text that compares. */
  readonly order: string;
  /** S3's own id of the request that put it there. */
  readonly requestId: string | undefined;
};

/** The upload that a record of an S3 event tells of, or undefined when it tells of none. */
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
 * Events carry keys as forms carry fields: `red flower.jpg` comes as `red+flower.jpg`.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html
 */
function decodeKey(encoded: string, context: z.RefinementCtx): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    context.addIssue({ code: 'custom', message: 'must be URL-encoded' });
    return z.NEVER;
  }
}
