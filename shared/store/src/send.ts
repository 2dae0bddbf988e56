import { StoreError } from './errors.ts';

/**
 * Makes of any failure of a call to DynamoDB a StoreError, keeping the cause. `expected` are the
 * exceptions that the caller judges itself; these pass through.
 */
export async function send<T>(
  what: string,
  call: Promise<T>,
  expected: readonly string[] = [],
): Promise<T> {
  try {
    return await call;
  } catch (cause) {
    if (cause instanceof Error && expected.includes(cause.name)) throw cause;
    throw new StoreError('STORE_UNAVAILABLE', `DynamoDB did not ${what}`, { cause });
  }
}
