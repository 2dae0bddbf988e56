import * as z from 'zod';

/**
 * Control, private-use and unassigned characters, line separators, and marks that change text direction.
 * Names do not need them, and SQS refuses some of them. Joiners are allowed: emoji and several scripts
 * need them.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

const VISIBLE = /[^\p{C}\p{Z}]/u;

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/** Printable text with at least one visible character and at most `maxBytes` bytes of UTF-8. */
export const printable = (maxBytes: number) =>
  z
    .string()
    .refine((text) => VISIBLE.test(text), { error: 'must not be empty' })
    .refine((text) => bytes(text) <= maxBytes, {
      error: `must be at most ${maxBytes} bytes of UTF-8`,
    })
    .refine((text) => !UNPRINTABLE.test(text), { error: 'must contain printable characters only' });

/** An e-mail address of at most 254 bytes (RFC 5321, 4.5.3.1.3: a path of 256 with its brackets). */
export const Email = z
  .email({ error: 'must be an e-mail address' })
  .refine((text) => bytes(text) <= 254, { error: 'must be at most 254 bytes of UTF-8' });

/**
 * Parses JSON. Returns undefined for text that is not JSON (JSON cannot represent undefined). It does
 * not throw the parser's error, because that error quotes the text.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
