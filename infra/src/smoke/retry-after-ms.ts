const MS_PER_SECOND = 1_000;

/** Milliseconds that the server asks to wait, or the given ones when it does not say. */
export const retryAfterMs = (headers: Headers, otherwiseMs: number): number => {
  const seconds = headers.get('retry-after');
  return seconds !== null && /^\d+$/.test(seconds) ? Number(seconds) * MS_PER_SECOND : otherwiseMs;
};
