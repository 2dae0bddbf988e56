import { createWillcall } from '@willcall/client';
import { forgetToken, readToken } from './session.ts';

const watchedFetch: typeof fetch = async (input, init) => {
  // The API's answers can be kept for seconds, and a view that reads again wants to know what is new.
  const response = await fetch(input, { ...init, cache: 'no-cache' });
  if (response.status === 401) forgetToken();
  return response;
};

const options = { url: location.origin, fetch: watchedFetch };

/** What anybody may read. */
export const { shows, seats } = createWillcall(options);

/**
 * The purchases of whoever is signed in. Each request is sent once: who follows a purchase shows why it
 * takes longer, and goes on the moment the browser is online again.
 */
export const { purchases } = createWillcall({ ...options, token: readToken, attempts: 1 });
