import type { BucketId } from './buckets.ts';
import type { FunctionId } from './functions.ts';
import type { QueueId } from './queues.ts';
import type { TableId } from './tables.ts';

/**
 * Actions on a table. A transaction requires the actions of its parts and no other action.
 * Source: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
export type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'Query'
  | 'PutItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'BatchWriteItem'
  | 'ConditionCheckItem';

/** What a function may do. Its triggers require more permissions: see `invocationPermissions`. */
export type FunctionAccess = {
  readonly tables?: Readonly<Partial<Record<TableId, readonly TableAction[]>>>;
  /** The indexes that the function queries, by table. */
  readonly indexes?: Readonly<Partial<Record<TableId, readonly string[]>>>;
  /** The queues that the function sends to. */
  readonly sendsTo?: readonly QueueId[];
  /** The queues whose messages the function counts, without reading any. */
  readonly counts?: readonly QueueId[];
  /** The queues whose messages the function receives and releases. */
  readonly receives?: readonly QueueId[];
  /** The queues from which the function deletes messages that it has received. */
  readonly deletesFrom?: readonly QueueId[];
  /** Whether the function reads metrics from CloudWatch. A role cannot limit which ones. */
  readonly readsMetrics?: boolean;
  /** Whether the function puts events on the bus. */
  readonly publishes?: boolean;
  /** Whether the function reads the keys of the payment provider. */
  readonly paymentKeys?: boolean;
  /** Whether the function reads the keys of purchase ids. */
  readonly purchaseIdKeys?: boolean;
  readonly buckets?: Readonly<Partial<Record<BucketId, BucketAccess>>>;
};

/**
 * `write`: presigned uploads, which S3 authorizes by the signer. `read`: objects that may no longer exist.
 * S3 returns 404 for those only if the role may list the bucket.
 */
export type BucketAccess = 'read' | 'write';

/** The tables of the functions that decide purchases: `worker` and `dead-letters`. */
const decisionTables: FunctionAccess['tables'] = {
  shows: ['GetItem', 'UpdateItem'],
  stock: ['GetItem', 'BatchGetItem', 'UpdateItem'],
  journal: ['PutItem'],
  seats: ['BatchGetItem', 'UpdateItem'],
  purchases: ['BatchGetItem', 'PutItem', 'UpdateItem'],
  pulse: ['PutItem'],
};

/** What each function may do. Maintained by hand, to match its calls in `shared/store` and `shared/messaging`. */
export const functionAccess: Readonly<Record<FunctionId, FunctionAccess>> = {
  health: {},
  // Its only write is to the queue. It reads the show, the buyer's own record, and the lag.
  accept: {
    tables: { shows: ['GetItem'], purchases: ['GetItem'], pulse: ['Query'] },
    sendsTo: ['purchases'],
    purchaseIdKeys: true,
  },
  purchases: {
    tables: {
      shows: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
      stock: ['GetItem', 'UpdateItem'],
      // It lists the tickets of a show by its journal.
      journal: ['Query', 'PutItem'],
      seats: ['UpdateItem'],
      purchases: ['GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem'],
      pulse: ['Query'],
    },
    purchaseIdKeys: true,
  },
  shows: {
    tables: {
      shows: [
        'GetItem',
        'BatchGetItem',
        'PutItem',
        'UpdateItem',
        'DeleteItem',
        'ConditionCheckItem',
      ],
      stock: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      journal: ['PutItem'],
      seats: ['BatchGetItem', 'Query', 'PutItem', 'UpdateItem', 'DeleteItem', 'BatchWriteItem'],
    },
    indexes: { shows: ['by-start', 'by-name'] },
    buckets: { flyers: 'write' },
    // It signs its cursors with these keys.
    purchaseIdKeys: true,
  },
  'live-sale': {
    tables: {
      shows: ['GetItem'],
      stock: ['BatchGetItem'],
      // It records which audits were requested.
      pulse: ['Query', 'GetItem', 'PutItem'],
    },
    sendsTo: ['audits'],
    counts: ['purchases', 'purchases-dead', 'parked-purchases', 'parked-events'],
    readsMetrics: true,
  },
  worker: { tables: decisionTables },
  'dead-letters': { tables: decisionTables, sendsTo: ['parked-purchases'] },
  'dead-letters-api': {
    tables: { purchases: ['GetItem'] },
    sendsTo: ['purchases'],
    counts: ['purchases-dead', 'parked-purchases'],
    receives: ['purchases-dead', 'parked-purchases'],
    deletesFrom: ['parked-purchases'],
  },
  stream: {
    tables: {
      shows: ['GetItem'],
      purchases: ['GetItem', 'UpdateItem'],
      reminders: ['GetItem', 'PutItem', 'UpdateItem', 'BatchWriteItem'],
      'due-payments': ['GetItem', 'PutItem', 'BatchWriteItem'],
    },
    sendsTo: ['parked-events', 'payments'],
    publishes: true,
  },
  tally: { tables: { pulse: ['BatchWriteItem'] } },
  sweep: { tables: { reminders: ['GetItem', 'Query', 'UpdateItem'] } },
  'show-jobs': {
    tables: {
      shows: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
      stock: ['GetItem', 'BatchGetItem', 'UpdateItem'],
      journal: ['Query', 'PutItem'],
      seats: ['UpdateItem'],
      purchases: ['BatchGetItem', 'UpdateItem'],
      reminders: ['GetItem', 'PutItem', 'ConditionCheckItem'],
    },
    indexes: { shows: ['by-start'] },
  },
  'show-audit': {
    tables: {
      shows: ['GetItem'],
      stock: ['GetItem', 'BatchGetItem'],
      journal: ['Query'],
      seats: ['GetItem', 'Query'],
      purchases: ['GetItem', 'BatchGetItem', 'Query'],
      reminders: ['GetItem', 'BatchGetItem'],
      pulse: ['GetItem', 'UpdateItem'],
    },
  },
  audit: {
    tables: { shows: ['GetItem'], stock: ['GetItem'] },
    indexes: { shows: ['by-start'] },
  },
  payments: {
    tables: {
      shows: ['GetItem'],
      purchases: ['GetItem', 'UpdateItem'],
      pulse: ['UpdateItem'],
    },
    sendsTo: ['payments'],
    purchaseIdKeys: true,
    paymentKeys: true,
  },
  'payment-tasks': {
    tables: {
      shows: ['GetItem', 'UpdateItem', 'ConditionCheckItem'],
      stock: ['GetItem', 'BatchGetItem', 'UpdateItem'],
      journal: ['PutItem'],
      seats: ['BatchGetItem', 'UpdateItem'],
      purchases: ['GetItem', 'BatchGetItem', 'UpdateItem'],
      'due-payments': ['GetItem', 'PutItem', 'BatchWriteItem'],
      pulse: ['UpdateItem'],
    },
    paymentKeys: true,
  },
  'payment-sweep': {
    tables: { 'due-payments': ['Query', 'DeleteItem'] },
    sendsTo: ['payments'],
  },
  reconcile: {
    tables: {
      shows: ['GetItem'],
      journal: ['Query'],
      purchases: ['GetItem', 'BatchGetItem'],
      pulse: ['UpdateItem'],
    },
    indexes: { shows: ['by-start'] },
    sendsTo: ['payments'],
    paymentKeys: true,
  },
  pricing: { tables: { shows: ['GetItem', 'UpdateItem'], seats: ['UpdateItem'] } },
  flyers: {
    tables: { shows: ['UpdateItem'] },
    indexes: { shows: ['by-name'] },
    buckets: { flyers: 'read' },
  },
};
