import { openSmokeApi, type SmokeApi } from './smoke-api.ts';
import { unexpected } from './smoke-error.ts';

/** Milliseconds: a new distribution or function may be busy for a while. */
const PATIENCE_MS = 60_000;

/** @throws CommandError when the API does not answer as a healthy one does */
export const expectHealth = async (api: SmokeApi): Promise<void> => {
  const answer = await api({ method: 'GET', path: '/health' });
  if (answer.status !== 200) throw unexpected('GET /health', '200', answer);
};

/** The same for an address. */
export const expectHealthAt = (origin: string): Promise<void> =>
  expectHealth(openSmokeApi(origin, AbortSignal.timeout(PATIENCE_MS)));
