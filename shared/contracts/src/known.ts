/** A value that the program guarantees is missing. This is a bug, so a retry does not help. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
  readonly code = 'MISSING';
}

/**
 * Returns the value, or throws if it is missing. Use it where the program guarantees the value: a
 * default such as an empty key or URL would spread. Where absence has a meaning, handle it instead.
 *
 * @param what names the value in the error message. It must not contain data.
 * @throws MissingError
 */
export function known<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new MissingError(`Missing ${what}`);
  return value;
}
