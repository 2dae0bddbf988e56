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
