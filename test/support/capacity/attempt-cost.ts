import { failedWriteUnits, readUnits, type WriteMode, writeUnits } from './capacity-units.ts';
import { indexWriteUnits } from './index-write-units.ts';
import { type Item, itemSize } from './item-size.ts';
import type { NamedItem, Operation, ReadOperation, WriteOperation } from './operation.ts';
import { queryBytes } from './query-bytes.ts';
import type { SdkContext } from './sdk-plugin.ts';
import type { TableLayout, TableReader } from './table-reader.ts';

/** Capacity units of an attempt with this outcome, per table or per item. */
type CostOf = (outcome: AttemptOutcome) => Promise<readonly Cost[]>;

/**
 * Reads the items of a request before it is sent. The returned function is called after the
 * attempt, reads them again and counts. No other client may write to these items in between.
 */
export const measureAttempt = async (
  operation: Operation,
  reader: TableReader,
): Promise<CostOf> => {
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
    items.map(({ table, mode }, position) => {
      const item = found[position];
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
    return items.flatMap(({ table }, position) => {
      const layout = layouts[position];
      if (layout === undefined) return [];
      const change = { table, layout, before: before[position], after: after[position] };
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

/** Capacity units that a request consumed in one table, including its indexes. */
export type Cost = {
  readonly table: string;
  readonly writeUnits: number;
  readonly readUnits: number;
};

/**
 * The outcome of an attempt, as far as its cost depends on it. `repeated`: a transaction that was
 * executed before under the same ClientRequestToken. `rejected`: throttled, invalid or not
 * answered.
 */
type AttemptOutcome = 'done' | 'condition-failed' | 'repeated' | 'rejected';

type AttemptedRequest = {
  readonly operation: Operation;
  /**
   * Represents the token that the SDK generates for a call without one and keeps for its retries.
   */
  readonly context: SdkContext;
  /** The tokens of executed transactions. A new one is added. */
  readonly executed: Set<string | SdkContext>;
};

const CONDITION_FAILED = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

/** Waits for the reply of an attempt and returns its outcome. Never throws. */
export const attemptOutcome = async (
  reply: Promise<unknown>,
  { operation, context, executed }: AttemptedRequest,
): Promise<AttemptOutcome> => {
  try {
    await reply;
  } catch (error) {
    const name = error instanceof Error ? error.name : '';
    return CONDITION_FAILED.includes(name) ? 'condition-failed' : 'rejected';
  }
  if (operation.kind !== 'write' || operation.mode !== 'transactional') return 'done';
  const token = operation.clientRequestToken ?? context;
  if (executed.has(token)) return 'repeated';
  executed.add(token);
  return 'done';
};

/** The item before and after a write. Undefined means that the item does not exist. */
type ItemChange = {
  readonly table: string;
  readonly layout: TableLayout;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

/** Capacity units of one item in a write request with this outcome. */
const writeCost = (change: ItemChange, mode: WriteMode, outcome: AttemptOutcome): Cost => {
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
