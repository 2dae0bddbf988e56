/** A key attribute, of type string or number. */
export type KeyAttribute = { readonly name: string; readonly type: 'S' | 'N' };

export type IndexDefinition = {
  readonly name: string;
  readonly partitionKey: KeyAttribute;
  readonly sortKey: KeyAttribute;
};

export type TableDefinition = {
  readonly partitionKey: KeyAttribute;
  readonly sortKey?: KeyAttribute;
  readonly indexes: readonly IndexDefinition[];
  /** Whether the table has a stream with old and new images. These streams are the outbox of all events. */
  readonly streamed?: boolean;
  /** The TTL attribute, in seconds since 1970. DynamoDB may remove an item after this time. */
  readonly expiresAt?: string;
};

/** Every table, by content. The deployed stack and the local AWS are both created from this. */
export const tables = {
  shows: {
    partitionKey: { name: 'showId', type: 'S' },
    indexes: [
      {
        name: 'by-start',
        partitionKey: { name: 'startMonth', type: 'S' },
        sortKey: { name: 'startKey', type: 'S' },
      },
      {
        // The key of a flyer that a person puts into the bucket contains the name of a show.
        name: 'by-name',
        partitionKey: { name: 'name', type: 'S' },
        sortKey: { name: 'startKey', type: 'S' },
      },
    ],
    streamed: true,
  },
  stock: {
    // Each stock shard is a partition of its own, so that DynamoDB can distribute the load of a busy show.
    partitionKey: { name: 'bucketKey', type: 'S' },
    indexes: [],
    streamed: false,
  },
  /** One entry for each transaction that changes a show's stock. Entries are never changed or deleted. */
  journal: {
    // The first stock shard that the transaction changed, so that entries spread like the stock.
    partitionKey: { name: 'bucketKey', type: 'S' },
    sortKey: { name: 'entryKey', type: 'S' },
    indexes: [],
    streamed: false,
  },
  purchases: {
    partitionKey: { name: 'userId', type: 'S' },
    sortKey: { name: 'recordKey', type: 'S' },
    indexes: [],
    streamed: true,
  },
  seats: {
    // The show and a number computed from the seat id.
    partitionKey: { name: 'seatBucket', type: 'S' },
    sortKey: { name: 'seatId', type: 'S' },
    indexes: [],
    streamed: true,
  },
  reminders: {
    // The minute in which a reminder is due, and a lane. A sweep finds due reminders without an index.
    partitionKey: { name: 'dueKey', type: 'S' },
    sortKey: { name: 'purchaseRef', type: 'S' },
    indexes: [],
    streamed: true,
    expiresAt: 'expiresAt',
  },
  /** Purchases whose payment must be looked at in a minute: at the end of a hold, or after a failed try. */
  'due-payments': {
    // The minute and a lane, as for reminders.
    partitionKey: { name: 'dueKey', type: 'S' },
    sortKey: { name: 'purchaseRef', type: 'S' },
    indexes: [],
    streamed: false,
    expiresAt: 'expiresAt',
  },
  pulse: {
    // A show id or `queue`. The sort key is the worker environment that measured the lag.
    partitionKey: { name: 'subject', type: 'S' },
    sortKey: { name: 'environment', type: 'S' },
    indexes: [],
    streamed: false,
    expiresAt: 'expiresAt',
  },
} as const satisfies Record<string, TableDefinition>;

export type TableId = keyof typeof tables;

/** The environment variables that hold the table names of a function, deployed or local. */
export const tableVariables = {
  shows: 'SHOWS_TABLE',
  stock: 'STOCK_TABLE',
  journal: 'JOURNAL_TABLE',
  purchases: 'PURCHASES_TABLE',
  seats: 'SEATS_TABLE',
  reminders: 'REMINDERS_TABLE',
  'due-payments': 'DUE_PAYMENTS_TABLE',
  pulse: 'PULSE_TABLE',
} as const satisfies Record<TableId, string>;
