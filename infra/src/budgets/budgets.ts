const KILOBYTE = 1_000;

/**
 * The most that a function's code may be, in bytes: what it was in November 2026, and about a tenth
 * more. Most of it is the SDK's core (170 KB) and zod (100 KB); each client adds 25 to 100 KB. What is
 * loaded is paid for at each cold start.
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

/** The clients that a function calls, and so may carry. Its role allows no more than that either. */
export const ALLOWED_CLIENTS: Readonly<Record<string, readonly string[]>> = {
  health: [],
  'pre-token': [],
  accept: ['client-dynamodb', 'client-secrets-manager', 'client-sqs'],
  purchases: ['client-dynamodb', 'client-secrets-manager'],
  // S3 only to sign addresses for uploads; the keys only to sign cursors.
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
