import { randomBytes } from 'node:crypto';

/** Of a show or an upload: random, and made here. */
const ID_BYTES = 12;

/**
 * An id of 16 characters of base64url that does not begin with a hyphen: commands would take such an
 * id for an option.
 */
export const newId = (random: (bytes: number) => Buffer = randomBytes): string =>
  random(ID_BYTES).toString('base64url').replace(/^-/, '_');
