import type { IncomingHttpHeaders } from 'node:http';

const MS_PER_SECOND = 1_000;

/** Milliseconds that the server asks to wait, or the given ones when it does not say. */
export const retryAfterMs = (headers: IncomingHttpHeaders, otherwiseMs: number): number => {
  const seconds = headers['retry-after'];
  return seconds !== undefined && /^\d+$/.test(seconds)
    ? Number(seconds) * MS_PER_SECOND
    : otherwiseMs;
};
