import { randomBytes, randomUUID } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import type { PurchaseMessage } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import {
  createResources,
  type LocalEndpoints,
  type ResourceOverrides,
  type Resources,
  removeResources,
} from '@willcall/localstack';
import {
  createShow,
  openStore,
  type PurchaseRecord,
  readPurchase,
  readSeats,
  readShow,
  readStock,
  type SeatRecord,
  type ShardCounters,
  type ShowRecord,
  type Store,
  seatKey,
} from '@willcall/store';
import { createWorker } from '@willcall/worker';
import type { SQSRecord } from 'aws-lambda';
import { inject } from 'vitest';
import type { SdkPlugin } from '../capacity/sdk-plugin.ts';
import { runAtEnd } from '../http/at-end.ts';
import { purchaseKeyOf } from '../records/purchase-key.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from './lambda-context.ts';

/** Opens a sale on the run's local AWS. Its tables and queues are removed at the end of the current test or file. */
export const openSale = async (overrides?: SaleOptions): Promise<Sale> => {
  const aws = {
    dynamodbEndpoint: inject('dynamodbEndpoint'),
    sqsEndpoint: inject('sqsEndpoint'),
    backend: inject('backend'),
  };
  const sale = await openSaleOn(aws, overrides);
  runAtEnd(() => removeResources(aws, sale.resources));
  return sale;
};

export type SaleOptions = Partial<ShowRecord> & {
  /** Environment variables of the workers. */
  readonly env?: Readonly<Record<string, string>>;
  readonly resources?: ResourceOverrides;
  /** The ids of its seats. The show then has reserved seating. */
  readonly seats?: readonly string[];
};

/** A show in its own tables, without API and poller. Tests make the batches. */
export type Sale = {
  readonly show: ShowRecord;
  readonly store: Store;
  /** The same tables through a new client with SDK middleware. */
  storeWith(...plugins: SdkPlugin[]): Store;
  readonly resources: Resources;
  /** The environment variables of the workers. */
  readonly environment: Readonly<Record<string, string>>;
  /** Adds a show to the same tables. */
  addShow(overrides?: Partial<ShowRecord>): Promise<ShowRecord>;
  /** Creates a worker environment with empty caches. It returns the ids of the failed messages. */
  worker(seams?: Seams, remainingMs?: number): (records: readonly SQSRecord[]) => Promise<string[]>;
  recordOf(message: PurchaseMessage): Promise<PurchaseRecord | undefined>;
  /** The seats with these ids. */
  seats(...ids: string[]): Promise<Map<string, SeatRecord>>;
  showNow(): Promise<ShowRecord | undefined>;
  buckets(): Promise<ShardCounters[]>;
  left(): Promise<number>;
};

const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** Creates the tables of a new stage and a show in them. */
export async function openSaleOn(
  aws: LocalEndpoints,
  { env = {}, resources = {}, seats, ...overrides }: SaleOptions = {},
): Promise<Sale> {
  const made = await createResources(aws, `test-${randomUUID()}`, { streams: false, ...resources });
  const { tables, queues } = made;
  const client = { endpoint: aws.dynamodbEndpoint, region: 'us-east-1', credentials };
  const store = openStore(tables, { client });
  const addShow = async (shown: Partial<ShowRecord> = {}): Promise<ShowRecord> => {
    const show: ShowRecord = {
      showId: `s${randomBytes(12).toString('base64url')}`,
      name: 'Hamlet',
      venue: 'Globe',
      startsAt: '2099-06-01T20:00:00Z',
      price: { amount: 1599, currency: 'EUR' },
      capacity: 10,
      buckets: 1,
      onSale: true,
      seating: 'GENERAL',
      returns: 0,
      priceVersion: 0,
      createdAt: new Date().toISOString(),
      correlationId: randomUUID(),
      ...shown,
    };
    await createShow(store, show);
    return show;
  };
  const show = await addShow(
    seats === undefined ? overrides : { ...overrides, seating: 'RESERVED', capacity: seats.length },
  );
  await Promise.all(
    (seats ?? []).map((seatId) => {
      const { showId, createdAt } = show;
      const Item = { ...seatKey(show, seatId), showId, createdAt };
      return store.documents.send(new PutCommand({ TableName: tables.seats, Item }));
    }),
  );
  const environment = {
    WILLCALL_BACKEND: aws.backend ?? 'embedded',
    AWS_REGION: 'us-east-1',
    AWS_ENDPOINT_URL_DYNAMODB: aws.dynamodbEndpoint,
    AWS_ENDPOINT_URL_SQS: aws.sqsEndpoint,
    SHOWS_TABLE: tables.shows,
    STOCK_TABLE: tables.stock,
    JOURNAL_TABLE: tables.journal,
    PURCHASES_TABLE: tables.purchases,
    SEATS_TABLE: tables.seats,
    REMINDERS_TABLE: tables.reminders,
    DUE_PAYMENTS_TABLE: tables['due-payments'],
    PULSE_TABLE: tables.pulse,
    PURCHASES_QUEUE_URL: queues.purchases.url,
    PAYMENTS_QUEUE_URL: queues.payments.url,
    ...env,
  };
  const buckets = () => readStock(store, show);
  return {
    show,
    store,
    storeWith: (...plugins) => openStore(tables, { client, plugins }),
    resources: made,
    environment,
    addShow,
    worker: (seams = {}, remainingMs) => {
      const worker = createWorker(environment, asDeployed('worker', environment, seams));
      return async (records) => {
        const { batchItemFailures } = await worker(
          { Records: [...records] },
          makeLambdaContext(remainingMs),
        );
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      };
    },
    recordOf: ({ userId, purchaseId }) => readPurchase(store, userId, purchaseKeyOf(purchaseId)),
    seats: async (...ids) => (await readSeats(store, show, ids)).seats,
    showNow: () => readShow(store, show.showId, { consistent: true }),
    buckets,
    left: async () => (await buckets()).reduce((sum, { available }) => sum + available, 0),
  };
}
