import type { AttemptOutcome } from './attempt-outcome.ts';
import { readUnits } from './capacity-units.ts';
import type { Cost } from './cost.ts';
import { type Item, itemSize } from './item-size.ts';
import type { NamedItem, Operation, ReadOperation, WriteOperation } from './operation.ts';
import { queryBytes } from './query-bytes.ts';
import type { TableReader } from './table-reader.ts';
import { writeCost } from './write-cost.ts';

/** Capacity units of an attempt that ended so, table by table or item by item. */
export type CostOf = (outcome: AttemptOutcome) => Promise<readonly Cost[]>;

/**
 * Looks at what a request is about before it is sent; the function that comes back is called once
 * it has ended, looks again, and counts. In between nothing else may write to these items.
 */
export const attemptCost = async (operation: Operation, reader: TableReader): Promise<CostOf> => {
  switch (operation.kind) {
    case 'write':
      return costOfWrite(operation, reader);
    case 'read':
      return costOfRead(operation, reader);
    case 'query':
    case 'scan': {
      const bytes = await queryBytes(operation, reader);
      const table = operation.input.TableName ?? 'unknown';
      return unlessRejected([reads(table, readUnits(bytes, operation.mode))]);
    }
    case 'free':
      return unlessRejected([]);
  }
};

const costOfRead = async ({ items }: ReadOperation, reader: TableReader): Promise<CostOf> => {
  const found = await snapshot(items, reader);
  return unlessRejected(
    items.map(({ table, mode }, place) => {
      const item = found[place];
      return reads(table, readUnits(item === undefined ? 0 : itemSize(item), mode));
    }),
  );
};

const costOfWrite = async (
  { items, mode }: WriteOperation,
  reader: TableReader,
): Promise<CostOf> => {
  const layouts = await Promise.all(items.map(({ table }) => reader.layout(table)));
  const before = await snapshot(items, reader);
  return async (outcome) => {
    const after = outcome === 'done' ? await snapshot(items, reader) : before;
    return items.flatMap(({ table }, place) => {
      const layout = layouts[place];
      if (layout === undefined) return [];
      const change = { table, layout, before: before[place], after: after[place] };
      return writeCost(change, mode, outcome);
    });
  };
};

const snapshot = (
  items: readonly NamedItem[],
  reader: TableReader,
): Promise<readonly (Item | undefined)[]> =>
  Promise.all(
    items.map(async ({ table, keyOrItem }) => {
      const { keyNames } = await reader.layout(table);
      const key = Object.entries(keyOrItem).filter(([name]) => keyNames.includes(name));
      return reader.item(table, Object.fromEntries(key));
    }),
  );

const unlessRejected =
  (costs: readonly Cost[]): CostOf =>
  async (outcome) =>
    outcome === 'rejected' ? [] : costs;

const reads = (table: string, units: number): Cost => ({ table, writeUnits: 0, readUnits: units });
