import type { StageName } from './stage.ts';

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
    ],
  },
  stock: {
    // Each bucket is a partition of its own, so that DynamoDB can spread a busy show.
    partitionKey: { name: 'bucketKey', type: 'S' },
    indexes: [],
  },
  purchases: {
    partitionKey: { name: 'userId', type: 'S' },
    sortKey: { name: 'recordKey', type: 'S' },
    indexes: [],
  },
} as const satisfies Record<string, TableDefinition>;

export type TableId = keyof typeof tables;

/** The name of a table in a stage, e.g. `willcall-dev-shows`. */
export const tableName = (stage: StageName, table: TableId): string => `willcall-${stage}-${table}`;
