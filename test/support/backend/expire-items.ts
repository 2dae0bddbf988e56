import { setTimeout as pause } from 'node:timers/promises';

/** Milliseconds. LocalStack scans every table with a time to live: those of all stages of the run. */
const TIMEOUT_MS = 30_000;
const BETWEEN_MS = 200;

/**
 * Has LocalStack remove what has expired now, which it does once an hour by itself.
 *
 * @returns false when it could not: LocalStack 4.14 breaks off with an internal error when a table is
 * made while it looks through them, so that it only comes to an end when other tests leave it in peace
 * Source: https://docs.localstack.cloud/aws/services/dynamodb/
 */
export const expireItems = async (endpoint: string): Promise<boolean> => {
  const patience = AbortSignal.timeout(TIMEOUT_MS);
  while (!patience.aborted) {
    const answer = await fetch(`${endpoint}/_aws/dynamodb/expired`, {
      method: 'DELETE',
      signal: patience,
    }).catch(() => undefined);
    if (answer?.ok) return true;
    await pause(BETWEEN_MS);
  }
  return false;
};
