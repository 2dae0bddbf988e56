const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

export type WriteMode = 'standard' | 'transactional';
export type ReadMode = 'eventual' | 'strong' | 'transactional';

/** A transaction prepares and commits each item, and so writes or reads it twice. */
const WRITES_OF_AN_ITEM = { standard: 1, transactional: 2 } as const satisfies Record<
  WriteMode,
  number
>;
const READS_OF_AN_ITEM = { eventual: 0.5, strong: 1, transactional: 2 } as const satisfies Record<
  ReadMode,
  number
>;

/**
 * Write units of one put, update, delete or condition check, from the item's size in bytes before
 * and after it (0: no such item). The larger counts, in started kilobytes, and at least one.
 * A ConditionCheck costs as a write that leaves the item as it was.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#write-operation-consumption
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis.html#transaction-capacity-handling
 */
export const writeUnits = (
  sizes: { readonly before: number; readonly after: number },
  mode: WriteMode = 'standard',
): number =>
  started(Math.max(sizes.before, sizes.after), WRITE_UNIT_BYTES) * WRITES_OF_AN_ITEM[mode];

/**
 * Write units of a write whose condition was not met: "dependent on the size of the existing item
 * (or a minimum of 1)", in bytes, 0 when there is none.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
 *
 * Of a cancelled transaction AWS publishes no figure. Each of its actions is counted as a failed
 * write in both phases, which is the most that it can be.
 */
export const failedWriteUnits = (existing: number, mode: WriteMode = 'standard'): number =>
  writeUnits({ before: existing, after: 0 }, mode);

/**
 * Read units of what one operation treats as one read, from its bytes: a GetItem, each item of a
 * BatchGetItem or TransactGetItems by itself, all items that a Query or Scan looked at together.
 * Started 4 KB count, and at least one: an item that is not there costs as the smallest one.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#read-operation-consumption
 */
export const readUnits = (bytes: number, mode: ReadMode): number =>
  started(bytes, READ_UNIT_BYTES) * READS_OF_AN_ITEM[mode];

const started = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));
