import { setTimeout as delay } from 'node:timers/promises';
import type { Api, ApiAnswer, ApiRequest } from './api.ts';
import { retryAfterMs } from './retry-after.ts';

/** Then something is down, and more requests would not help. */
const MOST_ATTEMPTS = 6;
/** Milliseconds before the first repetition, when the server does not say; doubled each time. */
const FIRST_PAUSE_MS = 250;

/**
 * Sends a request until it is answered by something else than "not now": 429, 503, or no answer. It
 * must be one that may be sent twice.
 *
 * @returns the last answer, or 'none' when there was none.
 * @throws the signal's reason
 */
export const sendAgain = async (api: Api, request: ApiRequest): Promise<ApiAnswer | 'none'> => {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await attemptOnce(api, request);
    const isFinal = answer !== 'none' && answer.status !== 429 && answer.status !== 503;
    if (isFinal || attempt === MOST_ATTEMPTS) return answer;
    const pauseMs = FIRST_PAUSE_MS * 2 ** (attempt - 1);
    await delay(answer === 'none' ? pauseMs : retryAfterMs(answer.headers, pauseMs), undefined, {
      signal: request.signal,
    });
  }
};

const attemptOnce = async (api: Api, request: ApiRequest): Promise<ApiAnswer | 'none'> => {
  try {
    return await api.send(request);
  } catch {
    request.signal.throwIfAborted();
    return 'none';
  }
};
