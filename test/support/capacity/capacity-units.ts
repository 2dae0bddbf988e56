const WRITE_UNIT_BYTES = 1024;
const READ_UNIT_BYTES = 4096;

export type WriteMode = 'standard' | 'transactional';
export type ReadMode = 'eventual' | 'strong' | 'transactional';

/** A transaction prepares and commits each item, so it writes or reads each item twice. */
const WRITES_OF_AN_ITEM = { standard: 1, transactional: 2 } as const satisfies Record<
  WriteMode,
  number
>;
const READS_OF_AN_ITEM = { eventual: 0.5, strong: 1, transactional: 2 } as const satisfies Record<
  ReadMode,
  number
>;

/**
 * Write units of one put, update, delete or condition check, from the size of the item in bytes
 * before and after it (0: no item). The larger size counts, rounded up to kilobytes, and at least
 * one. A ConditionCheck costs as much as a write that changes nothing.
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
 * Write units of a write whose condition failed: "dependent on the size of the existing item (or a
 * minimum of 1)", in bytes, 0 when there is no item.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/WorkingWithItems.html#WorkingWithItems.ConditionalUpdate
 *
 * AWS publishes no figure for a cancelled transaction. Each of its actions counts as a failed write
 * in both phases, which is the most that it can cost.
 */
export const failedWriteUnits = (existing: number, mode: WriteMode = 'standard'): number =>
  writeUnits({ before: existing, after: 0 }, mode);

/**
 * Read units of one read, from its bytes. One read is a GetItem, each item of a BatchGetItem or
 * TransactGetItems, or all items that a Query or Scan evaluates together. Bytes are rounded up to 4
 * KB, and at least one unit counts: a missing item costs as much as the smallest one.
 *
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html#read-operation-consumption
 */
export const readUnits = (bytes: number, mode: ReadMode): number =>
  started(bytes, READ_UNIT_BYTES) * READS_OF_AN_ITEM[mode];

const started = (bytes: number, unit: number): number => Math.max(1, Math.ceil(bytes / unit));
