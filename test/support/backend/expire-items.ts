import { setTimeout as pause } from 'node:timers/promises';
import { PATIENCE_MS } from './scaled-timeout.ts';

const BETWEEN_MS = 200;

/**
 * Makes LocalStack delete expired items now. It does so once an hour by itself. It scans every table
 * with a time to live, which includes all stages of the run.
 *
 * @returns false if it failed: LocalStack 4.14 stops with an internal error when a table is created
 * during its scan, so it completes only while other tests are quiet
 * Source: https://docs.localstack.cloud/aws/services/dynamodb/
 */
export const expireItems = async (endpoint: string): Promise<boolean> => {
  const patience = AbortSignal.timeout(PATIENCE_MS);
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
