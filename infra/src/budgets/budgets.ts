const KILOBYTE = 1_000;

/**
 * The maximum size of each function's code in bytes: its size in November 2026 plus about 6 %. Most
 * of it is the SDK's core (150 KB); zod takes 40. Each client adds 25 to 100 KB. Larger code makes each
 * cold start slower.
 */
export const SIZE_BUDGETS: Readonly<Record<string, number>> = {
  health: 75 * KILOBYTE,
  'pre-token': 15 * KILOBYTE,
  accept: 380 * KILOBYTE,
  purchases: 370 * KILOBYTE,
  shows: 580 * KILOBYTE,
  'live-sale': 365 * KILOBYTE,
  worker: 385 * KILOBYTE,
  'dead-letters': 400 * KILOBYTE,
  stream: 385 * KILOBYTE,
  tally: 295 * KILOBYTE,
  sweep: 280 * KILOBYTE,
  'show-jobs': 330 * KILOBYTE,
  pricing: 300 * KILOBYTE,
  audit: 300 * KILOBYTE,
  flyers: 480 * KILOBYTE,
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
  'live-sale': ['client-dynamodb', 'client-sqs'],
  worker: ['client-dynamodb', 'client-sqs'],
  'dead-letters': ['client-dynamodb', 'client-sqs'],
  stream: ['client-dynamodb', 'client-eventbridge', 'client-sqs'],
  tally: ['client-dynamodb'],
  sweep: ['client-dynamodb'],
  'show-jobs': ['client-dynamodb'],
  pricing: ['client-dynamodb'],
  audit: ['client-dynamodb'],
  flyers: ['client-dynamodb', 'client-s3'],
};
