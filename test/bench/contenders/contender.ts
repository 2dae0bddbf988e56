import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { createClientConfig, readEnvironment } from '@willcall/lambda';
import { openStore, shardKey } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import type { SdkPlugin } from '../../support/capacity/sdk-plugin.ts';

/** Where a show is sold: its tables, by environment variables, as a worker gets them. It is plain data for a child process. */
export const Place = z.object({
  showId: z.string(),
  buckets: z.int(),
  /** When the buyers ask. Everything is decided at this time, so that no lag is measured or written. */
  openedAt: z.string(),
  environment: z.record(z.string(), z.string()),
});
export type Place = z.infer<typeof Place>;

/**
 * One function environment that decides messages of the purchase queue, as Lambda calls it. Returns the
 * ids of the messages that must be delivered again.
 */
export type Seller = (records: readonly SQSRecord[]) => Promise<string[]>;

/** A way of selling tickets. All of them get the same messages of the same buyers, in the same tables. */
export type Contender = {
  readonly id: ContenderId;
  /** For tables and charts. */
  readonly name: string;
  /** Messages that one call gets at most. */
  readonly batch: number;
  readonly show: ShowKind;
  /** Without transactions, nothing conflicts, and item locks change nothing. */
  readonly usesTransactions: boolean;
  /** Opens a function environment with its own SDK client, without anything remembered. */
  open(place: Place, plugins: readonly SdkPlugin[]): Seller;
};

export const contenderIds = [
  'transaction-per-ticket',
  'execution-log',
  'read-then-put',
  'willcall-1',
  'willcall-10',
  'willcall-limits',
  'willcall-seats',
  'willcall-latch',
] as const;
export type ContenderId = (typeof contenderIds)[number];

/** What is on sale. */
export type ShowKind = {
  /** Whether the stock is one item, or as many shards as there are sellers. */
  readonly stock: 'one item' | 'sharded';
  readonly maxTicketsPerBuyer?: number;
  readonly isSeated?: boolean;
  /** The show is sold out, so that every purchase is refused. */
  readonly isSoldOut?: boolean;
};

const tables = { STOCK_TABLE: z.string(), PURCHASES_TABLE: z.string() };

/** What a contender other than willcall works with. */
export type RivalTables = {
  readonly documents: DynamoDBDocumentClient;
  readonly purchases: string;
  /** The one item that holds the stock: `available`. */
  readonly stock: { readonly TableName: string; readonly Key: { readonly bucketKey: string } };
};

/** Opens the tables with the client that willcall's own functions use: same SDK, timeouts and retries. */
export function openRivalTables(place: Place, plugins: readonly SdkPlugin[]): RivalTables {
  const settings = readEnvironment(tables, place.environment);
  const client = createClientConfig(settings, 'DYNAMODB');
  return {
    documents: openStore({}, { client, plugins }).documents,
    purchases: settings.PURCHASES_TABLE,
    stock: { TableName: settings.STOCK_TABLE, Key: { bucketKey: shardKey(place.showId, 0) } },
  };
}
