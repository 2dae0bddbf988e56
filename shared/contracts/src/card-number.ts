import { known } from './known.ts';

/**
 * The card numbers of payment networks: first digits, and lengths. Telephone numbers, dates, times and most
 * ids begin with other digits or have other lengths.
 * Source: ISO/IEC 7812 issuer ranges, as https://en.wikipedia.org/wiki/Payment_card_number lists them.
 */
const NETWORKS: readonly { readonly first: RegExp; readonly lengths: readonly number[] }[] = [
  /* Visa */ { first: /^4/, lengths: [13, 16, 19] },
  /* Mastercard */ { first: /^(5[1-5]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720)/, lengths: [16] },
  /* American Express */ { first: /^3[47]/, lengths: [15] },
  /* Diners Club */ { first: /^(30[0-5]|3095|3[689])/, lengths: [14, 15, 16, 17, 18, 19] },
  /* JCB */ { first: /^35(2[89]|[3-8])/, lengths: [16, 17, 18, 19] },
  /* Discover, RuPay */ { first: /^(60|64[4-9]|65|81|82|508)/, lengths: [16, 17, 18, 19] },
  /* UnionPay */ { first: /^62/, lengths: [16, 17, 18, 19] },
  /* Mir */ { first: /^220[0-4]/, lengths: [16, 17, 18, 19] },
  /* Maestro */
  {
    first: /^(50(18|19|20|38)|5893|6304|67(59|6[1-3]|70|71))/,
    lengths: [12, 13, 14, 15, 16, 17, 18, 19],
  },
];

/**
 * Groups of digits with separators between them. `4242 4242-4242.4242` is one run of four groups. A sign
 * before the run makes it a telephone number, if it is not longer than one (ITU-T E.164: 15 digits).
 */
const RUN = /(\+?)(\d+(?:[^\p{L}\p{N}]{1,3}\d+)*)/gu;
const LONGEST_TELEPHONE_NUMBER = 15;

/**
 * Groups of digits as cards print them, 4-4-4-4, 4-6-5 or 4-6-4 (the first may be joined: 8-8), with up to seven
 * other characters between them, which can be letters and short words (`4242 and 4242`). With letters between
 * other groups, lists of seats and random ids would too often look like a card number.
 */
const PRINTED =
  /(\+?)(?<!\d)((?:\d{4}|\d{8})(?:[^\p{N}+]{1,7}(?:\d{4}|\d{8})(?!\d))+|\d{4}[^\p{N}+]{1,7}\d{6}[^\p{N}+]{1,7}\d{4,5})(?!\d)/gu;

const SHORTEST = 12;
const LONGEST = 19;

/** A UUID, with or without hyphens. One in some thousands looks like a card number with letters around it. */
const UUID = /^[0-9a-f]{8}(-?)(?:[0-9a-f]{4}\1){3}[0-9a-f]{12}$/i;

/**
 * Whether a text holds a card number, in digits of any script or shape: consecutive groups of digits that
 * together begin like a card of a payment network, have the length of its numbers, and pass Luhn's formula.
 * {@link RUN} and {@link PRINTED} say what can be between the groups. A UUID is not a card number.
 */
export function holdsCardNumber(text: string): boolean {
  if (UUID.test(text)) return false;
  const plain = toAsciiDigits(text);
  return plain.length >= SHORTEST && [RUN, PRINTED].some((run) => findsIn(plain, run));
}

function findsIn(text: string, runs: RegExp): boolean {
  for (const [, sign, run] of text.matchAll(runs)) {
    const groups = known(run, 'run of digits').match(/\d+/g) ?? [];
    if (sign === '+' && groups.join('').length <= LONGEST_TELEPHONE_NUMBER) continue;
    if (groups.some((_, start) => beginsWithCardNumber(groups.slice(start)))) return true;
  }
  return false;
}

function beginsWithCardNumber(groups: readonly string[]): boolean {
  let digits = '';
  for (const group of groups) {
    digits += group;
    if (digits.length > LONGEST) return false;
    if (isCardNumber(digits)) return true;
  }
  return false;
}

const isCardNumber = (digits: string): boolean =>
  passesLuhn(digits) &&
  NETWORKS.some(({ first, lengths }) => lengths.includes(digits.length) && first.test(digits));

/** Luhn formula, ISO/IEC 7812-1 annex B: double every second digit from the right; the sum is divisible by ten. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (const [fromLeft, character] of [...digits].entries()) {
    const digit = Number(character);
    const doubled = (digits.length - fromLeft) % 2 === 0 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The code point before the circled digit 1, in each series that NFKC does not turn into plain digits. */
const CIRCLED_ZEROS = [0x24f4, 0x2775, 0x277f, 0x2789];

/** NFKC makes plain digits of superscripts, circled and full-width ones. */
const toAsciiDigits = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\u24f5-\u24fd\u2776-\u277e\u2780-\u2788\u278a-\u2792]/g, (digit) => {
      const code = known(digit.codePointAt(0), 'code point');
      return String(code - Math.max(...CIRCLED_ZEROS.filter((zero) => zero < code)));
    })
    .replaceAll('\u24ff', '0')
    .replace(/(?![0-9])\p{Nd}/gu, toAsciiDigit);

/** Unicode encodes the digits of each script one after the other, from zero to nine. */
function toAsciiDigit(digit: string): string {
  const code = known(digit.codePointAt(0), 'code point');
  let below = 0;
  while (/\p{Nd}/u.test(String.fromCodePoint(code - below - 1))) below += 1;
  return String(below % 10);
}
