const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/**
 * Bytes that a DynamoDB number takes, from its decimal text, without its attribute's name.
 *
 * AWS: "Leading and trailing zeroes are trimmed. The size of a number is approximately [...] (1 byte
 * per two significant digits) + (1 byte)".
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 *
 * What "approximately" leaves open is filled in from DynamoDB Local 3.3.1, to the byte: digits are
 * paired from the decimal point outwards (so 12.3 takes two pairs, but 123.4 three), a negative
 * number takes one byte more, and zero takes one. Never less than AWS's plain rule but for zero,
 * and at most two bytes more.
 */
export const numberSize = (text: string): number => {
  const [, sign, whole, fraction, exponent] = DECIMAL.exec(text) ?? [];
  if (whole === undefined || fraction === undefined) throw new Error(`not a number: ${text}`);
  const digits = whole + fraction;
  const withoutLeading = digits.replace(/^0+/, '');
  const significant = withoutLeading.replace(/0+$/, '');
  if (significant === '') return 1;
  const leadingZeros = digits.length - withoutLeading.length;
  const digitsBeforePoint = whole.length - leadingZeros + Number(exponent ?? 0);
  const halfPair = digitsBeforePoint % 2 === 0 ? 0 : 1;
  return Math.ceil((significant.length + halfPair) / 2) + 1 + (sign === '-' ? 1 : 0);
};
