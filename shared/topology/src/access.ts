import type { BucketId } from './buckets.ts';
import type { FunctionId } from './functions.ts';
import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

/**
 * Actions on a table. A transaction needs those of its parts, and none of its own.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'Scan'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';

/** What a function may do. What invokes it needs more: see `invocationPermissions`. */
export type FunctionAccess = {
  readonly tables?: Readonly<Partial<Record<TableId, readonly TableAction[]>>>;
  /** The indexes that it queries, by table. */
  readonly indexes?: Readonly<Partial<Record<TableId, readonly string[]>>>;
  /** The queues that it sends to. */
  readonly sendsTo?: readonly QueueId[];
  /** Whether it puts events on the bus. */
  readonly publishes?: boolean;
  /** Whether it reads the keys of purchase ids. */
  readonly purchaseIdKeys?: boolean;
  readonly buckets?: Readonly<Partial<Record<BucketId, BucketAccess>>>;
};

/**
 * `write`: presigned uploads, which S3 judges by who has signed them. `read`: of what may be gone; S3
 * says 404 of that only to who may list the bucket.
 */
export type BucketAccess = 'read' | 'write';

/** What decides purchases: the worker, and the last chance. */
const decisionTables: FunctionAccess['tables'] = {
  shows: ['GetItem', 'UpdateItem'],
  stock: ['GetItem', 'BatchGetItem', 'UpdateItem'],
  seats: ['BatchGetItem', 'UpdateItem'],
  purchases: ['BatchGetItem', 'PutItem', 'UpdateItem'],
  pulse: ['PutItem'],
};

/** What each function may do, by hand, as its calls in `shared/store` and `shared/messaging` are. */
export const functionAccess: Readonly<Record<FunctionId, FunctionAccess>> = {
  health: {},
  // One write, the queue. It reads a show, the buyer's own record, and how long the others wait.
  accept: {
    tables: { shows: ['GetItem'], purchases: ['GetItem'], pulse: ['Query'] },
    sendsTo: ['purchases'],
    purchaseIdKeys: true,
  },
  purchases: {
    tables: {
      shows: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
      stock: ['BatchGetItem', 'UpdateItem'],
      seats: ['UpdateItem'],
      purchases: ['GetItem', 'Query', 'PutItem', 'UpdateItem'],
      pulse: ['Query'],
    },
    purchaseIdKeys: true,
  },
  shows: {
    tables: {
      shows: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      stock: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      seats: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
    },
    indexes: { shows: ['by-start', 'by-name'] },
    buckets: { flyers: 'write' },
    // For its cursors.
    purchaseIdKeys: true,
  },
  worker: { tables: decisionTables },
  'dead-letters': { tables: decisionTables, sendsTo: ['parked-purchases'] },
  stream: {
    tables: {
      shows: ['GetItem'],
      purchases: ['GetItem', 'UpdateItem'],
      reminders: ['PutItem', 'UpdateItem'],
    },
    sendsTo: ['parked-events'],
    publishes: true,
  },
  sweep: { tables: { reminders: ['GetItem', 'Query', 'UpdateItem'] } },
  'show-jobs': {
    tables: {
      shows: ['GetItem', 'UpdateItem', 'DeleteItem'],
      stock: ['BatchGetItem', 'UpdateItem'],
      seats: ['UpdateItem'],
      purchases: ['GetItem', 'Scan', 'UpdateItem'],
      reminders: ['PutItem', 'ConditionCheckItem'],
    },
    indexes: { shows: ['by-start'] },
  },
  audit: {
    tables: { shows: ['GetItem'], stock: ['GetItem'] },
    indexes: { shows: ['by-start'] },
  },
  pricing: { tables: { shows: ['GetItem', 'UpdateItem'], seats: ['UpdateItem'] } },
  flyers: {
    tables: { shows: ['UpdateItem'] },
    indexes: { shows: ['by-name'] },
    buckets: { flyers: 'read' },
  },
};
