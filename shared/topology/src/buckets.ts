import type { FunctionId } from './functions.ts';

export type BucketDefinition = {
  /** What an uploaded object invokes. */
  readonly onObjectCreated?: FunctionId;
};

/** Every bucket, by what it holds. */
export const buckets = {
  flyers: { onObjectCreated: 'flyers' },
  /** Batches of stream records that expired before they could be announced, whole. */
  failures: {},
} as const satisfies Record<string, BucketDefinition>;

export type BucketId = keyof typeof buckets;
