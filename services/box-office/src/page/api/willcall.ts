import { createWillcall } from '@willcall/client';
import { createServerClock } from './server-clock.ts';
import { forgetToken, readToken } from './session.ts';

/** The clock by which a sale opens. */
export const serverClock = createServerClock();

const watchedFetch: typeof fetch = async (input, init) => {
  const sentAt = Date.now();
  // The API's answers can be kept for seconds, and a view that reads again wants to know what is new.
  const response = await fetch(input, { ...init, cache: 'no-cache' });
  // An answer with an age was made for somebody else, some time ago.
  if (!response.headers.has('age')) {
    serverClock.observe(response.headers.get('date'), sentAt, Date.now());
  }
  if (response.status === 401) forgetToken();
  return response;
};

const options = { url: location.origin, fetch: watchedFetch };

/** What anybody may read. */
export const { shows, seats } = createWillcall(options);

/**
 * What a signed-in user may do. The client sends each request once, because what follows a purchase or a sale
 * says why it takes longer, and retries the moment the browser is online again.
 */
export const {
  purchases,
  shows: organiser,
  deadLetters,
} = createWillcall({
  ...options,
  token: readToken,
  attempts: 1,
});

/**
 * What an organiser does in many requests: seats, and all tickets of a show; and audits, which take longer. Each
 * request can be repeated, and the client does.
 */
export const {
  seats: organiserSeats,
  shows: patientOrganiser,
  audits,
} = createWillcall({ ...options, token: readToken });
