import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { numberSize } from './number-size.ts';

/** An item as the low-level client sends it: attribute names to `{ S }`, `{ N }`, `{ M }`, ... */
export type Item = Record<string, AttributeValue>;

/** Bytes of a List or Map before its contents. */
const DOCUMENT_OVERHEAD = 3;
/** Bytes on top of each element of a List or Map. */
const ELEMENT_OVERHEAD = 1;

/**
 * Size of an item in bytes by AWS's published rule: the UTF-8 lengths of its attribute names, plus
 * the sizes of their values. This is the size that capacity units are counted from; the 100 bytes
 * of storage overhead are for billing of storage only.
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
  // AWS's page is silent on sets; DynamoDB Local adds their members up, with no overhead.
  if (value.SS !== undefined) return sum(value.SS.map((text) => Buffer.byteLength(text)));
  if (value.NS !== undefined) return sum(value.NS.map(numberSize));
  if (value.BS !== undefined) return sum(value.BS.map((bytes) => bytes.byteLength));
  if (value.L !== undefined) {
    return DOCUMENT_OVERHEAD + sum(value.L.map((element) => ELEMENT_OVERHEAD + valueSize(element)));
  }
  if (value.M !== undefined) {
    return DOCUMENT_OVERHEAD + ELEMENT_OVERHEAD * Object.keys(value.M).length + itemSize(value.M);
  }
  throw new Error(`no size is known for an attribute value of type ${Object.keys(value)}`);
};

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);
