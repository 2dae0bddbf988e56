import * as z from 'zod/mini';
import { holdsCardNumber } from './card-number.ts';
import { getTextPatterns } from './text-patterns.ts';

/** Visible ASCII with single spaces inside, as most names are: it is in its form, and none of its characters is refused. */
const PLAIN = /^[!-~]+(?: [!-~]+)*$/;

/**
 * The one form of a text, in which it is stored and compared: Unicode normalization form C, every run of
 * spaces as one ASCII space, and nothing invisible at its ends. Two texts that look the same because of
 * their accents or spaces are then the same text. (RFC 8266, the Nickname profile, except that case and
 * compatibility characters are kept as typed.)
 */
export function toTextForm(text: string): string {
  if (PLAIN.test(text)) return text;
  const { spaces, leading, trailing } = getTextPatterns();
  return text.normalize('NFC').replaceAll(spaces, ' ').replace(leading, '').replace(trailing, '');
}

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

/**
 * Text for people: a name, a venue, a search. It is brought into {@link toTextForm}, and then needs a visible
 * character, at most `maxBytes` bytes of UTF-8, and no card number.
 */
export const printable = (maxBytes: number) =>
  z.string({ error: `must be text of at most ${maxBytes} bytes of UTF-8` }).check(
    z.overwrite(toTextForm),
    z.superRefine((text, { addIssue }) => {
      const message = findTextFault(text, maxBytes);
      if (message !== undefined) addIssue({ code: 'custom', message });
    }),
  );

function findTextFault(text: string, maxBytes: number): string | undefined {
  const fault = PLAIN.test(text) ? undefined : findCharacterFault(text);
  if (fault !== undefined) return fault;
  if (bytes(text) > maxBytes) return `must be at most ${maxBytes} bytes of UTF-8`;
  if (holdsCardNumber(text)) return NO_CARD_NUMBER;
  return undefined;
}

function findCharacterFault(text: string): string | undefined {
  const { unprintable, directionMark, rightToLeft, visible } = getTextPatterns();
  if (unprintable.test(text) || (directionMark.test(text) && !rightToLeft.test(text))) {
    return 'must contain printable characters only: no line breaks, and no control or invisible characters';
  }
  return visible.test(text)
    ? undefined
    : 'must contain a letter, a digit or another visible character';
}

/** The refusal of a text that holds a card number. */
export const NO_CARD_NUMBER = 'must not contain a card number: send it in card.number only';

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
