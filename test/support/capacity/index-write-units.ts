import { isDeepStrictEqual } from 'node:util';
import { writeUnits } from './capacity-units.ts';
import { type Item, itemSize } from './item-size.ts';

/** A global secondary index: its key attributes, and what it projects (`all`, or these names). */
export type IndexLayout = {
  readonly keyNames: readonly string[];
  readonly projected: 'all' | readonly string[];
};

/**
 * Write units of one item change in one global secondary index, from the item before and after
 * (undefined: no item). An entry that is added, removed or changed costs one write. A changed index
 * key costs two, because the old entry is deleted and a new one put. An unchanged entry costs none.
 * Each write is rounded up to kilobytes of the entry.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/GSI.html#GSI.ThroughputConsiderations.Writes
 *
 * A transaction does not double these units: DynamoDB updates an index after the transaction
 * completes, outside its two phases (transaction-apis.html). AWS does not state this for the units
 * explicitly.
 */
export const indexWriteUnits = (
  index: IndexLayout,
  before: Item | undefined,
  after: Item | undefined,
): number => {
  const old = indexEntry(index, before);
  const now = indexEntry(index, after);
  if (old === undefined && now === undefined) return 0;
  if (old === undefined || now === undefined || sameKey(index, old, now)) {
    if (isDeepStrictEqual(old, now)) return 0;
    return writeUnits({ before: sizeOf(old), after: sizeOf(now) });
  }
  return (
    writeUnits({ before: sizeOf(old), after: 0 }) + writeUnits({ before: 0, after: sizeOf(now) })
  );
};

const indexEntry = (index: IndexLayout, item: Item | undefined): Item | undefined => {
  if (item === undefined || index.keyNames.some((name) => item[name] === undefined)) return;
  const { projected } = index;
  if (projected === 'all') return item;
  return Object.fromEntries(Object.entries(item).filter(([name]) => projected.includes(name)));
};

const sameKey = (index: IndexLayout, one: Item, other: Item): boolean =>
  index.keyNames.every((name) => isDeepStrictEqual(one[name], other[name]));

const sizeOf = (entry: Item | undefined): number => (entry === undefined ? 0 : itemSize(entry));
