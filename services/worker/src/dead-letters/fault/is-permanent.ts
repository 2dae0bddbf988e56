import { WorkerError } from '../../errors.ts';

/**
 * Whether a message would fail again however often it is tried: for what it is, or because DynamoDB
 * refuses its request as such. A fault of our own records, such as a show that cannot be read, is
 * taken for passing, and so is what nobody foresaw: these can be mended, FAILED cannot be taken back.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html
 */
export function isPermanent(error: unknown): boolean {
  if (error instanceof WorkerError) return !error.retryable;
  if (!(error instanceof Error)) return false;
  return error.cause instanceof Error && error.cause.name === 'ValidationException';
}
