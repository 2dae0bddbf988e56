/**
 * Milliseconds that a buyer waits for what would only be good to know. A read of DynamoDB takes a few;
 * what is slower is done without.
 */
const PATIENCE_MS = 150;

/**
 * What comes of some work within 150 ms, or undefined. The work goes on; if it fails later, nobody is
 * told.
 *
 * @throws what the work throws within that time.
 */
export async function withPatience<T>(work: Promise<T>): Promise<T | undefined> {
  const patience = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => patience.resolve(undefined), PATIENCE_MS);
  try {
    return await Promise.race([work, patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}
