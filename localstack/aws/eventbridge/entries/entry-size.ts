import type { Entry } from './entry.ts';

const TIME_BYTES = 14;

/**
 * All entries of a call together have to be smaller: 256 KB until January 2026, 1 MB since.
 * Sources: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html and
 * https://aws.amazon.com/blogs/compute/more-room-to-build-serverless-services-now-support-payloads-up-to-1-mb
 */
export const TOTAL_ENTRY_SIZE_LIMIT_BYTES = 1_024 * 1_024;

/**
 * The size that EventBridge counts for an entry: 14 bytes for a time, the rest in UTF-8.
 * Source: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html#eb-putevent-size
 */
export const entrySize = ({ Time, Source, DetailType, Detail, Resources }: Entry): number => {
  const texts = [Source, DetailType, Detail, ...(Resources ?? [])];
  const bytes = texts.map((text) => Buffer.byteLength(text ?? ''));
  return bytes.reduce((sum, size) => sum + size, Time == null ? 0 : TIME_BYTES);
};
