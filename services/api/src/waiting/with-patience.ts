import * as z from 'zod';

/**
 * Milliseconds that a buyer waits for what would only be good to know. A read of DynamoDB takes a few;
 * what is slower is done without.
 */
const USUAL_PATIENCE_MS = 150;

/** What a function with patience reads of its environment. */
export const patienceVariables = {
  READ_PATIENCE_MS: z.coerce.number().int().positive().default(USUAL_PATIENCE_MS),
};

/**
 * What comes of some work within so many milliseconds, or undefined. The work goes on; if it fails
 * later, nobody is told.
 *
 * @throws what the work throws within that time.
 */
export async function withPatience<T>(
  patienceMs: number,
  work: Promise<T>,
): Promise<T | undefined> {
  const patience = Promise.withResolvers<undefined>();
  const timer = setTimeout(() => patience.resolve(undefined), patienceMs);
  try {
    return await Promise.race([work, patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}
