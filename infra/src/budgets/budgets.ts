const KILOBYTE = 1_000;

/**
 * The maximum size of each function's code in bytes: its size in November 2026 plus about 6 %. Most
 * of it is the SDK's core (150 KB) and zod (100 KB). Each client adds 25 to 100 KB. Larger code makes
 * each cold start slower.
 */
export const SIZE_BUDGETS: Readonly<Record<string, number>> = {
  health: 140 * KILOBYTE,
  'pre-token': 85 * KILOBYTE,
  accept: 455 * KILOBYTE,
  purchases: 450 * KILOBYTE,
  shows: 645 * KILOBYTE,
  worker: 460 * KILOBYTE,
  'dead-letters': 460 * KILOBYTE,
  stream: 460 * KILOBYTE,
  sweep: 350 * KILOBYTE,
  'show-jobs': 390 * KILOBYTE,
  pricing: 375 * KILOBYTE,
  audit: 380 * KILOBYTE,
  flyers: 550 * KILOBYTE,
};

/**
 * The clients that a function calls and may bundle. Its role allows only these services, too, and the read of
 * its keys from Secrets Manager, which needs no client.
 */
export const ALLOWED_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  health: [],
  'pre-token': [],
  accept: ['client-dynamodb', 'client-sqs'],
  purchases: ['client-dynamodb'],
  // S3 only presigns upload URLs. The keys only sign cursors.
  shows: ['client-dynamodb', 'client-s3'],
  worker: ['client-dynamodb', 'client-sqs'],
  'dead-letters': ['client-dynamodb', 'client-sqs'],
  stream: ['client-dynamodb', 'client-eventbridge', 'client-sqs'],
  sweep: ['client-dynamodb'],
  'show-jobs': ['client-dynamodb'],
  pricing: ['client-dynamodb'],
  audit: ['client-dynamodb'],
  flyers: ['client-dynamodb', 'client-s3'],
};
