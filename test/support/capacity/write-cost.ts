import type { AttemptOutcome } from './attempt-outcome.ts';
import { failedWriteUnits, readUnits, type WriteMode, writeUnits } from './capacity-units.ts';
import type { Cost } from './cost.ts';
import { indexWriteUnits } from './index-write-units.ts';
import { type Item, itemSize } from './item-size.ts';
import type { TableLayout } from './table-reader.ts';

/** What a write did to one item; undefined: no such item. */
export type ItemChange = {
  readonly table: string;
  readonly layout: TableLayout;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

/** Capacity units of one item's share in a write request that ended so. */
export const writeCost = (change: ItemChange, mode: WriteMode, outcome: AttemptOutcome): Cost => {
  const before = sizeOf(change.before);
  const units = { table: change.table, writeUnits: 0, readUnits: 0 };
  switch (outcome) {
    case 'done': {
      const inTable = writeUnits({ before, after: sizeOf(change.after) }, mode);
      return { ...units, writeUnits: inTable + inIndexes(change) };
    }
    case 'condition-failed':
      return { ...units, writeUnits: failedWriteUnits(before, mode) };
    case 'repeated':
      // "Subsequent TransactWriteItems calls with the same client token return the number of read
      // capacity units consumed in reading the item."
      // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-apis-txwriteitems-idempotency
      return { ...units, readUnits: readUnits(before, 'transactional') };
    case 'rejected':
      return units;
  }
};

const inIndexes = ({ layout, before, after }: ItemChange): number =>
  layout.indexes.reduce((sum, index) => sum + indexWriteUnits(index, before, after), 0);

const sizeOf = (item: Item | undefined): number => (item === undefined ? 0 : itemSize(item));
