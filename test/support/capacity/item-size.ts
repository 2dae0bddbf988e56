import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/**
 * An item as the low-level client sends it: attribute names with `{ S }`, `{ N }`, `{ M }` and so
 * on.
 */
export type Item = Record<string, AttributeValue>;

/** Bytes of a List or Map without its contents. */
const DOCUMENT_OVERHEAD = 3;
/** Extra bytes for each element of a List or Map. */
const ELEMENT_OVERHEAD = 1;

/**
 * Size of an item in bytes by AWS's published rule: the UTF-8 lengths of its attribute names plus
 * the sizes of their values. Capacity units are counted from this size. The 100 bytes of storage
 * overhead apply only to the billing of storage.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 */
export const itemSize = (item: Item): number =>
  sum(Object.entries(item).map(([name, value]) => Buffer.byteLength(name) + valueSize(value)));

const valueSize = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return numberSize(value.N);
  if (value.B !== undefined) return value.B.byteLength;
  if (value.BOOL !== undefined || value.NULL !== undefined) return 1;
  // AWS does not document sets. DynamoDB Local adds up their members without overhead.
  if (value.SS !== undefined) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map((bytes) => bytes.byteLength));
  if (value.L !== undefined) {
    return DOCUMENT_OVERHEAD + sum(value.L.map((element) => ELEMENT_OVERHEAD + valueSize(element)));
  }
  if (value.M !== undefined) {
    return DOCUMENT_OVERHEAD + ELEMENT_OVERHEAD * Object.keys(value.M).length + itemSize(value.M);
  }
  throw new Error(`the size of an attribute value of type ${Object.keys(value)} is unknown`);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

const DECIMAL = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/;

/**
 * Bytes of a DynamoDB number, from its decimal text, without the attribute name.
 *
 * AWS: "Leading and trailing zeroes are trimmed. The size of a number is approximately [...] (1
 * byte per two significant digits) + (1 byte)".
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
 *
 * DynamoDB Local 3.3.1 shows what "approximately" means, to the byte. Digits are paired from the
 * decimal point outwards, so 12.3 takes two pairs but 123.4 three. A negative number takes one byte
 * more, and zero takes one. The result is never below AWS's rule except for zero, and at most two
 * bytes above it.
 */
const numberSize = (text: string): number => {
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

/** An item with this key and exactly this many bytes by the rule in `itemSize`. */
export const sizedItem = (sk: string, bytes: number): Item => {
  const bare = { pk: { S: 'p' }, sk: { S: sk }, fill: { S: '' } };
  const missing = bytes - itemSize(bare);
  if (missing < 0) throw new Error(`an item with this key already takes ${itemSize(bare)} bytes`);
  return { ...bare, fill: { S: 'x'.repeat(missing) } };
};
