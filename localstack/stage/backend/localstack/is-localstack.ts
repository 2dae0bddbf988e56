import * as z from 'zod';

const Health = z.object({ services: z.record(z.string(), z.string()) });

/** It answers at once, or it is not there. */
const PATIENCE_MS = 1_000;

/**
 * Whether a LocalStack answers there.
 * Source: https://docs.localstack.cloud/aws/capabilities/networking/internal-endpoints/
 */
export const isLocalStack = async (endpoint: string): Promise<boolean> => {
  try {
    const answer = await fetch(`${endpoint}/_localstack/health`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return Health.safeParse(await answer.json()).success;
  } catch {
    return false;
  }
};
