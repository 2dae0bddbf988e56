import { randomInt } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The length of the random part of Stripe's ids. */
const ID_LENGTH = 24;

/** Creates an id as Stripe does: `pi_3MtwBwLkdIwHu7ix28a3tqPa`. */
export const createId = (prefix: string, length: number = ID_LENGTH): string =>
  `${prefix}_${createRandomText(length)}`;

/**
 * Creates text that nobody can guess, as keys and client secrets must be. Each character is one of 62.
 */
export const createRandomText = (length: number): string =>
  Array.from({ length }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
