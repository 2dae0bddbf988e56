/** The attribute types that a key may have: string or number. */
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
  /** Whether changes are streamed, with the item before and after: the outbox of all events. */
  readonly streamed?: boolean;
  /** The attribute, in seconds since 1970, after which DynamoDB may remove an item. */
  readonly expiresAt?: string;
};

/** Every table, by what it holds. The deployed stack and the local AWS are both made from this. */
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
        // A flyer dropped into the bucket by hand names a show by its name.
        name: 'by-name',
        partitionKey: { name: 'name', type: 'S' },
        sortKey: { name: 'startKey', type: 'S' },
      },
    ],
    streamed: true,
  },
  stock: {
    // Each bucket is a partition of its own, so that DynamoDB can spread a busy show.
    partitionKey: { name: 'bucketKey', type: 'S' },
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
    // The show and a bucket of its seats, computed from the seat's id.
    partitionKey: { name: 'seatBucket', type: 'S' },
    sortKey: { name: 'seatId', type: 'S' },
    indexes: [],
    streamed: true,
  },
  reminders: {
    // The minute in which it is due, and a lane: a sweep finds what is due without an index.
    partitionKey: { name: 'dueKey', type: 'S' },
    sortKey: { name: 'purchaseRef', type: 'S' },
    indexes: [],
    streamed: true,
    expiresAt: 'expiresAt',
  },
  pulse: {
    // A show or `queue`, and the environment of a worker that measured it.
    partitionKey: { name: 'subject', type: 'S' },
    sortKey: { name: 'environment', type: 'S' },
    indexes: [],
    streamed: false,
    expiresAt: 'expiresAt',
  },
} as const satisfies Record<string, TableDefinition>;

export type TableId = keyof typeof tables;

/** The environment variables by which functions know their tables, deployed or local. */
export const tableVariables = {
  shows: 'SHOWS_TABLE',
  stock: 'STOCK_TABLE',
  purchases: 'PURCHASES_TABLE',
  seats: 'SEATS_TABLE',
  reminders: 'REMINDERS_TABLE',
  pulse: 'PULSE_TABLE',
} as const satisfies Record<TableId, string>;
