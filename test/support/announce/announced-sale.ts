import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { DeleteCommand } from '@aws-sdk/lib-dynamodb';
import { known, type PurchaseMessage } from '@willcall/contracts';
import type { Seams } from '@willcall/lambda';
import { createSqsClient, startEventBus } from '@willcall/localstack';
import { openQueue, ParkedRecord, receiveMessages } from '@willcall/messaging';
import { createShowJobs, type ShowJobsCounts, type ShowJobsSeams } from '@willcall/show-jobs';
import { openStore, type Store } from '@willcall/store';
import { createStream, createSweep, type SweepCounts } from '@willcall/stream';
import type { DynamoDBRecord } from 'aws-lambda';
import { inject, onTestFinished } from 'vitest';
import { scaledTimeout } from '../backend/scaled-timeout.ts';
import { localDynamo } from '../capacity/scratch-table.ts';
import { recordKeyOf } from '../records/purchase-key.ts';
import { setAttributes } from '../records/set-attributes.ts';
import { asDeployed } from '../role/as-deployed.ts';
import { makeLambdaContext } from '../sale/lambda-context.ts';
import { openSale, type Sale, type SaleOptions } from '../sale/open-sale.ts';
import { makePurchaseMessage, makePurchaseSqsRecord } from '../sale/purchase-message.ts';
import { makeStreamRecord, type StoredItem } from './stream-record.ts';
import { recordTableChanges, type StreamedTable, type TableRecords } from './table-changes.ts';
import { type BusWatch, watchBus } from './watch-bus.ts';

/** The key of an item: attribute names and their values. */
export type ItemKey = Readonly<Record<string, string>>;

type Change = Readonly<Record<string, unknown>>;

/** A sale whose changes are announced, with a local event bus and hand-made stream records. */
export type AnnouncedSale = {
  readonly sale: Sale;
  readonly reminders: Store<'reminders'>;
  readonly bus: BusWatch;
  /** Buys with the real worker. Returns the message, and the stream record of the decision. */
  buy(overrides?: Partial<PurchaseMessage>): Promise<Bought>;
  /** Sets attributes of an item, removes the undefined ones, and returns the stream record. */
  change(table: StreamedTable, key: ItemKey, change: Change): Promise<DynamoDBRecord>;
  /** Deletes an item, as a person or the TTL does, and returns the stream record. */
  remove(table: StreamedTable, key: ItemKey): Promise<DynamoDBRecord>;
  /** The stream record of what `work` does to an item, or undefined if it changes nothing. */
  changeBy(
    table: StreamedTable,
    key: ItemKey,
    work: () => Promise<unknown>,
  ): Promise<DynamoDBRecord | undefined>;
  /** The stream records of everything that `work` changes. */
  changesBy(work: () => Promise<unknown>): Promise<TableRecords>;
  /** Creates an environment of the stream function. It returns the sequence numbers it reports. */
  stream(seams?: Seams): (records: readonly DynamoDBRecord[]) => Promise<string[]>;
  /** Creates an environment of the sweep, which reads `remainingMs` before each minute. */
  sweep(seams?: Seams, remainingMs?: () => number): () => Promise<SweepCounts>;
  /** Creates an environment of the show jobs, which read `remainingMs` before each step. */
  jobs(seams?: ShowJobsSeams, remainingMs?: () => number): () => Promise<ShowJobsCounts>;
  /** The parked messages that one receive returns. */
  parked(): Promise<ParkedRecord[]>;
};

export type Bought = {
  readonly message: PurchaseMessage;
  readonly key: { readonly userId: string; readonly recordKey: string };
  readonly record: DynamoDBRecord;
};

/** Opens a sale and the functions that announce its changes. */
export async function openAnnouncedSale(overrides: SaleOptions = {}): Promise<AnnouncedSale> {
  const sale = await openSale(overrides);
  const { environment, bus } = await withBus(sale);
  const raw = new DynamoDBClient(localDynamo());
  onTestFinished(() => raw.destroy());
  const tableOf = (variable: StreamedTable): string => known(environment[variable], variable);

  const read = async (table: StreamedTable, key: ItemKey): Promise<StoredItem | undefined> => {
    const Key = marshalled(key);
    const TableName = tableOf(table);
    return (await raw.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  };
  const changeBy: AnnouncedSale['changeBy'] = async (table, key, work) => {
    const before = await read(table, key);
    await work();
    const after = await read(table, key);
    // A write that changes nothing leaves no record in a stream.
    if (JSON.stringify(before) === JSON.stringify(after)) return undefined;
    return makeStreamRecord(marshalled(key), before, after);
  };
  const change: AnnouncedSale['change'] = async (table, key, changed) => {
    const work = () => sale.store.documents.send(setAttributes(tableOf(table), key, changed));
    return known(await changeBy(table, key, work), 'change');
  };

  return {
    sale,
    reminders: openStore({ reminders: tableOf('REMINDERS_TABLE') }, { client: localDynamo() }),
    bus,
    change,
    changeBy,
    remove: async (table, key) => {
      const command = new DeleteCommand({ TableName: tableOf(table), Key: { ...key } });
      return known(await changeBy(table, key, () => sale.store.documents.send(command)), 'change');
    },
    buy: async (wanted = {}) => {
      const message = makePurchaseMessage({ showId: sale.show.showId, ...wanted });
      const key = recordKeyOf(message);
      const decide = () => sale.worker()([makePurchaseSqsRecord(message)]);
      return {
        message,
        key,
        record: known(await changeBy('PURCHASES_TABLE', key, decide), 'change'),
      };
    },
    stream: (seams = {}) => {
      const stream = createStream(
        environment,
        asDeployed('stream', environment, {
          ...seams,
          eventBridgePlugins: [bus.plugin, ...(seams.eventBridgePlugins ?? [])],
        }),
      );
      return async (records) => {
        const { batchItemFailures } = await stream({ Records: [...records] }, makeLambdaContext());
        return batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
      };
    },
    sweep: (seams = {}, remainingMs = () => scaledTimeout(60_000)) => {
      const sweep = createSweep(environment, asDeployed('sweep', environment, seams));
      return () => sweep({}, { ...makeLambdaContext(), getRemainingTimeInMillis: remainingMs });
    },
    changesBy: (work) => recordTableChanges(raw, tableOf, work),
    jobs: (seams = {}, remainingMs = () => scaledTimeout(60_000)) => {
      const jobs = createShowJobs(
        environment,
        asDeployed('show-jobs', environment, { wait: async () => undefined, ...seams }),
      );
      return () => jobs({}, { ...makeLambdaContext(), getRemainingTimeInMillis: remainingMs });
    },
    parked: () => parkedIn(environment.PARKED_EVENTS_QUEUE_URL),
  };
}

async function withBus(sale: Sale) {
  const name = `bus-${randomUUID()}`;
  const sqs = createSqsClient({ sqsEndpoint: inject('sqsEndpoint') });
  const server = await startEventBus({ buses: [name], functions: () => undefined, sqs });
  onTestFinished(async () => {
    await server.stop();
    sqs.destroy();
  });
  const environment: Readonly<Record<string, string>> & { PARKED_EVENTS_QUEUE_URL: string } = {
    ...sale.environment,
    AWS_ENDPOINT_URL_EVENTBRIDGE: server.url,
    EVENT_BUS_NAME: name,
    PARKED_EVENTS_QUEUE_URL: sale.resources.queues['parked-events'].url,
  };
  return { environment, bus: watchBus() };
}

const marshalled = (key: ItemKey): StoredItem =>
  Object.fromEntries(Object.entries(key).map(([name, text]) => [name, { S: text }]));

async function parkedIn(url: string): Promise<ParkedRecord[]> {
  const queue = openQueue(url, { client: { ...localDynamo(), endpoint: inject('sqsEndpoint') } });
  const messages = await receiveMessages(queue, { visibility: 0, wait: 0 });
  queue.sqs.destroy();
  return messages.map(({ body }) => ParkedRecord.parse(JSON.parse(body)));
}
