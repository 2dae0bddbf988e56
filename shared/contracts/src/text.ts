import { domainToASCII, domainToUnicode } from 'node:url';
import * as z from 'zod/mini';
import { holdsCardNumber } from './card-number.ts';
import { known } from './known.ts';

/** Spaces of every script, and U+2800, a Braille cell without dots. */
const SPACES = /[\p{Zs}\u2800]+/gu;

/** Scripts (ISO 15924) whose letters join, or form conjuncts: there a joiner changes their shape. */
const JOINING_SCRIPTS =
  'Arab Syrc Mand Nkoo Mong Phag Adlm Rohg Deva Beng Guru Gujr Orya Taml Telu Knda Mlym Sinh Khmr Mymr Tibt Java Bali Newa Cakm';

const JOINING = `(?=[\\p{L}\\p{M}])[${JOINING_SCRIPTS.replaceAll(/\w+ ?/g, (script) => `\\p{scx=${script.trim()}}`)}]`;
const EMOJI = String.raw`\p{Extended_Pictographic}`;
const TAG = String.raw`[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]`;

/**
 * Where an invisible character changes what people see: joiners beside letters of joining scripts or between
 * emoji, variation selectors after what has variants (and in keycaps), the Mongolian vowel separator, and the
 * tags of a flag (UTS #51, appendix C: at most seven). Elsewhere it would make two names of one look.
 */
const NEEDED = [
  String.raw`(?<=${JOINING})[\u200c\u200d]`,
  String.raw`(?<![\u200c\u200d])[\u200c\u200d](?=${JOINING})`,
  String.raw`(?<=${EMOJI}[\ufe0f\u{1f3fb}-\u{1f3ff}]?)\u200d(?=${EMOJI})`,
  String.raw`(?<=${EMOJI})[\ufe0e\ufe0f]`,
  String.raw`(?<=[0-9#*])\ufe0f(?=\u20e3)`,
  String.raw`(?<=[\p{Script=Han}\p{Script=Mymr}\p{Script=Phag}])[\ufe00-\ufe0d]`,
  String.raw`(?<=\p{Unified_Ideograph})[\u{e0100}-\u{e01ef}]`,
  String.raw`(?<=\p{Script=Mong})(?:[\u180b-\u180d\u180f]|\u180e(?=\p{Script=Mong}))`,
  String.raw`(?<=\u{1f3f4}${TAG}{0,6})${TAG}{1,7}\u{e007f}`,
  String.raw`(?<=\u{1f3f4}${TAG}{1,7})\u{e007f}`,
].join('|');

/** Direction marks. Beside right-to-left letters they decide what stands where, and else nothing. */
const DIRECTION_MARK = String.raw`[\u061c\u200e\u200f]`;

/** Every other default-ignorable code point, e.g. zero-width spaces, fillers and byte order marks. */
const INVISIBLE = String.raw`(?!${NEEDED}|${DIRECTION_MARK})\p{Default_Ignorable_Code_Point}`;

/** What can be taken off an end without changing what people see: nothing stands there for it to act on. */
const LEADING = /^[ \p{Default_Ignorable_Code_Point}]+/u;
const TRAILING = new RegExp(`(?: |${DIRECTION_MARK}|${INVISIBLE})+$`, 'u');

/**
 * The one form of a text, in which it is stored and compared: Unicode normalization form C, every run of
 * spaces as one ASCII space, and nothing invisible at its ends. Two texts that look the same because of
 * their accents or spaces are then the same text. (RFC 8266, the Nickname profile, except that case and
 * compatibility characters are kept as typed.)
 */
export const toTextForm = (text: string): string =>
  text.normalize('NFC').replaceAll(SPACES, ' ').replace(LEADING, '').replace(TRAILING, '');

/**
 * Control, private-use and unassigned characters, line separators, the replacement character of broken
 * decoding, marks that change text direction, and {@link INVISIBLE}. Names do not need them, and SQS
 * refuses some of them.
 */
const UNPRINTABLE = new RegExp(
  String.raw`[\p{Cc}\p{Cs}\p{Co}\p{Cn}\u2028\u2029\u202a-\u202e\u2066-\u2069\ufffd]|${INVISIBLE}`,
  'u',
);

const HAS_DIRECTION_MARK = new RegExp(DIRECTION_MARK, 'u');
const RIGHT_TO_LEFT =
  /(?=\p{L})[\p{scx=Hebr}\p{scx=Arab}\p{scx=Syrc}\p{scx=Thaa}\p{scx=Nkoo}\p{scx=Mand}\p{scx=Samr}\p{scx=Adlm}\p{scx=Rohg}]/u;

const VISIBLE = /(?!\p{Default_Ignorable_Code_Point})[^\p{C}\p{Z}\p{M}]/u;

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
  if (UNPRINTABLE.test(text) || (HAS_DIRECTION_MARK.test(text) && !RIGHT_TO_LEFT.test(text))) {
    return 'must contain printable characters only: no line breaks, and no control or invisible characters';
  }
  if (!VISIBLE.test(text)) return 'must contain a letter, a digit or another visible character';
  if (bytes(text) > maxBytes) return `must be at most ${maxBytes} bytes of UTF-8`;
  if (holdsCardNumber(text)) return NO_CARD_NUMBER;
  return undefined;
}

const NO_CARD_NUMBER = 'must not contain a card number: send it in card.number only';

/** RFC 5322, 3.2.3: atext, in words with single dots between them. */
const LOCAL_PART = /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*$/;

/** RFC 1035, 2.3.1, and RFC 1123, 2.1: letters, digits and inner hyphens. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Octets. RFC 5321, 4.5.3.1: a local part, and a path of 256 with its brackets. RFC 1035, 2.3.4: a domain. */
const LONGEST_LOCAL_PART = 64;
const LONGEST_ADDRESS = 254;
const LONGEST_DOMAIN = 253;

/**
 * An e-mail address. Quoted local parts (`"a b"@example.com`) are refused, as RFC 5321 (4.1.2) advises against
 * them, and so are domains without a dot and addresses in brackets: no mail from outside arrives there. A
 * domain of another script is stored as its A-labels (RFC 5890), and every domain in lower case.
 */
export const Email = z.string({ error: 'must be an e-mail address, e.g. ana@example.com' }).check(
  z.overwrite(toAddressForm),
  z.superRefine((text, { addIssue }) => {
    const message = findAddressFault(text);
    if (message !== undefined) addIssue({ code: 'custom', message });
  }),
  z.meta({ format: 'idn-email' }),
);

function toAddressForm(text: string): string {
  const trimmed = toTextForm(text);
  const at = trimmed.lastIndexOf('@');
  return `${trimmed.slice(0, at + 1)}${toAsciiDomain(trimmed.slice(at + 1))}`;
}

/**
 * Returns the A-labels of a domain (UTS #46). A domain that has none comes back as it is, to be refused.
 * The function that converts it reads a URL's host, which could also have a port or percent-encoding.
 */
function toAsciiDomain(domain: string): string {
  const hasOtherAscii = /(?![a-z0-9.-])[\0-\x7f]/i.test(domain);
  return (hasOtherAscii ? '' : domainToASCII(domain)) || domain;
}

function findAddressFault(text: string): string | undefined {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, Math.max(at, 0)), text.slice(at + 1)];
  if (/[^\0-\x7f]/.test(local)) {
    return 'must be an e-mail address with ASCII characters only before the @';
  }
  if (at >= 0 && /[^\0-\x7f]/.test(domain)) {
    return 'must have a domain that exists in DNS: write it in its own script or as its xn-- form';
  }
  if (!LOCAL_PART.test(local) || !isDomain(domain)) {
    return 'must be an e-mail address, e.g. ana@example.com';
  }
  if (local.length > LONGEST_LOCAL_PART) {
    return `must have at most ${LONGEST_LOCAL_PART} characters before the @`;
  }
  if (text.length > LONGEST_ADDRESS) return `must be at most ${LONGEST_ADDRESS} bytes of UTF-8`;
  if (holdsCardNumber(text)) return NO_CARD_NUMBER;
  return undefined;
}

/** Checks a domain in A-labels. A last label of digits would be an IP address. */
function isDomain(domain: string): boolean {
  const labels = domain.split('.');
  return (
    domain.length <= LONGEST_DOMAIN &&
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label) && !isReserved(label)) &&
    !/^\d+$/.test(known(labels.at(-1), 'label of a domain'))
  );
}

/**
 * RFC 5890, 2.3.1: of the labels with two hyphens in their third and fourth place, only those with `xn--` mean
 * something. What they encode follows the same rules.
 */
function isReserved(label: string): boolean {
  if (label.slice(2, 4) !== '--') return false;
  const decoded = domainToUnicode(label);
  return decoded === label || domainToASCII(decoded) !== label || /^-|-$|^..--/u.test(decoded);
}

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
