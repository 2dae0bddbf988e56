/** A value is missing that the program itself guarantees: a bug, which trying again does not mend. */
export class MissingError extends Error {
  override readonly name = 'MissingError';
  readonly code = 'MISSING';
}

/**
 * The value, which cannot be missing. Where an absence means something, handle it; where the program
 * guarantees the value, never default it: an empty key or URL would travel on.
 *
 * @param what names the value in the error's message. It must hold no data.
 * @throws MissingError
 */
export function known<T>(value: T | null | undefined, what: string): T {
  if (value === undefined || value === null) throw new MissingError(`There is no ${what}`);
  return value;
}
