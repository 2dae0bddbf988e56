const KILOBYTE = 1_000;

/**
 * The maximum size of each function's code in bytes: its size in November 2026 plus about 6 %. Most
 * of it is the SDK's core (150 KB); zod takes 40, and the SDK of Stripe 250. Each client adds 25 to 100 KB. Larger code makes each
 * cold start slower.
 */
export const SIZE_BUDGETS: Readonly<Record<string, number>> = {
  health: 75 * KILOBYTE,
  'pre-token': 15 * KILOBYTE,
  accept: 370 * KILOBYTE,
  purchases: 385 * KILOBYTE,
  shows: 575 * KILOBYTE,
  'live-sale': 360 * KILOBYTE,
  worker: 380 * KILOBYTE,
  'dead-letters': 390 * KILOBYTE,
  'dead-letters-api': 390 * KILOBYTE,
  stream: 375 * KILOBYTE,
  tally: 285 * KILOBYTE,
  sweep: 270 * KILOBYTE,
  'show-jobs': 320 * KILOBYTE,
  pricing: 290 * KILOBYTE,
  audit: 295 * KILOBYTE,
  'show-audit': 395 * KILOBYTE,
  flyers: 470 * KILOBYTE,
  payments: 640 * KILOBYTE,
  'payment-tasks': 640 * KILOBYTE,
  'payment-sweep': 300 * KILOBYTE,
  reconcile: 640 * KILOBYTE,
};

/**
 * The most CPU that a function uses to start, Node included, as a multiple of an empty function's. `accept` and the
 * worker, for which a buyer waits when a sale begins, use 3.5 to 3.8 times as much; the largest (`shows`) 5. A module
 * that does work when it is imported, or an import of all schemas, exceeds these.
 */
export const START_BUDGETS = { accept: 4.4, worker: 4.4, others: 6 } as const;

/**
 * The clients that a function calls and may bundle. Its role allows only these services, and what needs no client:
 * reading keys from Secrets Manager, and a metric from CloudWatch.
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
  'dead-letters-api': ['client-dynamodb', 'client-sqs'],
  stream: ['client-dynamodb', 'client-eventbridge', 'client-sqs'],
  tally: ['client-dynamodb'],
  sweep: ['client-dynamodb'],
  'show-jobs': ['client-dynamodb'],
  pricing: ['client-dynamodb'],
  audit: ['client-dynamodb'],
  'show-audit': ['client-dynamodb'],
  flyers: ['client-dynamodb', 'client-s3'],
  payments: ['client-dynamodb', 'client-sqs'],
  'payment-tasks': ['client-dynamodb', 'client-sqs'],
  'payment-sweep': ['client-dynamodb', 'client-sqs'],
  reconcile: ['client-dynamodb', 'client-sqs'],
};
