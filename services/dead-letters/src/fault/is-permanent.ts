/**
 * Whether a message would fail again however often it is tried. The errors of our packages say so
 * themselves, but for one: StoreError takes every failed call for an outage, also a request that
 * DynamoDB refuses as such. What nobody foresaw is taken for passing: a bug can be mended, FAILED
 * cannot be taken back.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isPermanent(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (Reflect.get(error, 'retryable') === false) return true;
  return error.cause instanceof Error && error.cause.name === 'ValidationException';
}
