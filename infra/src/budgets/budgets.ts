const KILOBYTE = 1_000;

/**
 * The maximum size of each function's code in bytes: its size in November 2026 plus about 10 %. Most
 * of it is the SDK's core (170 KB) and zod (100 KB). Each client adds 25 to 100 KB. Larger code makes
 * each cold start slower.
 */
export const SIZE_BUDGETS: Readonly<Record<string, number>> = {
  health: 140 * KILOBYTE,
  'pre-token': 85 * KILOBYTE,
  accept: 490 * KILOBYTE,
  purchases: 485 * KILOBYTE,
  shows: 690 * KILOBYTE,
  worker: 475 * KILOBYTE,
  'dead-letters': 480 * KILOBYTE,
  stream: 470 * KILOBYTE,
  sweep: 375 * KILOBYTE,
  'show-jobs': 405 * KILOBYTE,
  pricing: 395 * KILOBYTE,
  audit: 390 * KILOBYTE,
  flyers: 570 * KILOBYTE,
};

/** The clients that a function calls and may bundle. Its role allows only these services, too. */
export const ALLOWED_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  health: [],
  'pre-token': [],
  accept: ['client-dynamodb', 'client-secrets-manager', 'client-sqs'],
  purchases: ['client-dynamodb', 'client-secrets-manager'],
  // S3 only presigns upload URLs. The keys only sign cursors.
  shows: ['client-dynamodb', 'client-s3', 'client-secrets-manager'],
  worker: ['client-dynamodb', 'client-sqs'],
  'dead-letters': ['client-dynamodb', 'client-sqs'],
  stream: ['client-dynamodb', 'client-eventbridge', 'client-sqs'],
  sweep: ['client-dynamodb'],
  'show-jobs': ['client-dynamodb'],
  pricing: ['client-dynamodb'],
  audit: ['client-dynamodb'],
  flyers: ['client-dynamodb', 'client-s3'],
};
