/** Seconds, if the API does not say how long. */
export const RETRY_SECONDS = 4;

/** Waits are up to this much longer, so that many buyers do not return at the same moment. */
const JITTER = 0.25;

/**
 * Waits as the API asks, or until the browser is online again, which it may not know.
 *
 * @throws the reason of the signal
 */
export const waitToRetry = (signal: AbortSignal, seconds = RETRY_SECONDS): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer);
      window.removeEventListener('online', end);
      signal.removeEventListener('abort', end);
      if (signal.aborted) reject(signal.reason);
      else resolve();
    };
    const timer = setTimeout(end, seconds * 1_000 * (1 + Math.random() * JITTER));
    window.addEventListener('online', end);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
