import { domainToASCII, domainToUnicode } from 'node:url';
import * as z from 'zod/mini';
import { holdsCardNumber } from './card-number.ts';
import { known } from './known.ts';
import { NO_CARD_NUMBER, toTextForm } from './text.ts';

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
