import type { FunctionId } from './functions.ts';

export type BucketDefinition = {
  /** The function that an uploaded object invokes. */
  readonly onObjectCreated?: FunctionId;
};

/** Every S3 bucket, by content. */
export const buckets = {
  flyers: { onObjectCreated: 'flyers' },
  /** Whole batches of stream records that expired before they could be published. */
  failures: {},
} as const satisfies Record<string, BucketDefinition>;

export type BucketId = keyof typeof buckets;
