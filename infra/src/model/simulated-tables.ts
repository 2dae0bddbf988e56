import type {
  BatchGetCommandInput,
  GetCommandInput,
  PutCommandInput,
  TransactGetCommandInput,
  TransactWriteCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import { conflictJitterMs, splitCapacity } from '@willcall/domain';
import { type ShowRecord, type Store, shardKey } from '@willcall/store';
import { tables } from '@willcall/topology';
import { constants } from './constants.ts';
import { SimulatedDynamoDb, type SimulatedDynamoDbOptions } from './simulated-dynamodb.ts';
import { type Action, type Key, keyOf, names, partitionOf, ticketsOf } from './simulated-items.ts';
import type { Throughput } from './throughput.ts';

/** What a worker recorded about a purchase. */
export type RecordedDecision = {
  readonly userId: string;
  readonly status: string;
  readonly quantity: number;
};

export type SimulatedTablesOptions = SimulatedDynamoDbOptions & {
  readonly show: ShowRecord;
  readonly onDecided: (decision: RecordedDecision) => void;
};

type Shard = { readonly bucketKey: string; available: number; sold: number; revenue: number };

/** Tries of a read at one instant, as in `shared/store/src/read-at-one-instant.ts`. */
const MAX_INSTANT_READS = 8;

/**
 * The tables for the calls that the worker makes while it decides: a show, its stock shards, and the records
 * of its purchases.
 */
export class SimulatedTables {
  readonly store: Store;
  readonly #dynamodb: SimulatedDynamoDb;
  readonly #options: SimulatedTablesOptions;
  readonly #shards = new Map<string, Shard>();
  readonly #purchases = new Set<string>();
  #show: ShowRecord;

  constructor(options: SimulatedTablesOptions) {
    const { show } = options;
    this.#options = options;
    this.#show = show;
    this.#dynamodb = new SimulatedDynamoDb(options);
    for (const [shard, available] of splitCapacity(show.capacity, show.buckets).entries()) {
      const bucketKey = shardKey(show.showId, shard);
      this.#shards.set(bucketKey, { bucketKey, available, sold: 0, revenue: 0 });
    }
    this.store = this.#dynamodb.openStore((command, input) => this.#answer(command, input));
  }

  get throughput(): Throughput {
    return this.#dynamodb.throughput;
  }

  get transactions(): number {
    return this.#dynamodb.transactions;
  }

  /** Transactions that were cancelled because another one held an item. */
  get conflicts(): number {
    return this.#dynamodb.conflicts;
  }

  get soldOutAt(): string | undefined {
    return this.#show.soldOutAt;
  }

  /** The tickets that are left and sold, by the counters of the stock. */
  countTickets(): { readonly available: number; readonly sold: number } {
    const shards = [...this.#shards.values()];
    return {
      available: shards.reduce((sum, { available }) => sum + available, 0),
      sold: shards.reduce((sum, { sold }) => sum + sold, 0),
    };
  }

  async #answer(command: string, input: object): Promise<object> {
    switch (command) {
      case 'GetItemCommand':
        return this.#get(input as GetCommandInput);
      case 'BatchGetItemCommand':
        return this.#dynamodb.getMany(input as BatchGetCommandInput, (table, key) =>
          this.#find(table, key),
        );
      case 'TransactGetItemsCommand':
        return this.#getAtOneInstant(input as TransactGetCommandInput);
      case 'PutItemCommand':
        return this.#put(input as PutCommandInput);
      case 'UpdateItemCommand':
        return this.#update(input as UpdateCommandInput);
      case 'TransactWriteItemsCommand':
        return this.#dynamodb.transact(input as TransactWriteCommandInput, {
          isAllowed: (action) => this.#isAllowed(action),
          apply: (action) => this.#apply(action),
        });
      default:
        throw new Error(`The simulated DynamoDB has no ${command}`);
    }
  }

  async #get({ TableName, Key }: GetCommandInput): Promise<object> {
    const key = { ...Key };
    await this.#dynamodb.call(constants.readMs.value, [partitionOf(TableName, key)], 'reads', 1);
    const found = this.#find(TableName, key);
    return found === undefined ? {} : { Item: found };
  }

  /** Repeats the read as the store does, because the store would wait in real time. */
  async #getAtOneInstant({ TransactItems = [] }: TransactGetCommandInput): Promise<object> {
    const items = TransactItems.map(({ Get }) => known(Get, 'read'));
    const partitions = items.map(({ TableName, Key }) => partitionOf(TableName, { ...Key }));
    for (let nth = 0; nth < MAX_INSTANT_READS; nth += 1) {
      await this.#dynamodb.call(constants.readMs.value, partitions, 'reads', 2);
      if (!items.some(({ Key }) => this.#dynamodb.isHeld({ ...Key }))) {
        const found = items.map(({ TableName, Key }) => this.#find(TableName, { ...Key }));
        return { Responses: found.map((Item) => (Item === undefined ? {} : { Item })) };
      }
      await this.#options.simulation.wait(conflictJitterMs(nth, this.#options.random));
    }
    throw new Error('The stock could not be read at one instant');
  }

  async #put({ TableName, Item = {} }: PutCommandInput): Promise<object> {
    await this.#dynamodb.call(constants.writeMs.value, [partitionOf(TableName, Item)], 'writes', 1);
    if (TableName !== names.purchases) throw new Error(`Nothing puts an item in ${TableName}`);
    this.#record(Item);
    return {};
  }

  /** The latch of the show. A ledger of a refusal changes nothing that the model asks for. */
  async #update(input: UpdateCommandInput): Promise<object> {
    const { TableName, Key, ExpressionAttributeValues } = input;
    const units = TableName === names.shows ? 1 + tables.shows.indexes.length : 1;
    await this.#dynamodb.call(
      constants.writeMs.value,
      [partitionOf(TableName, { ...Key })],
      'writes',
      units,
    );
    if (TableName !== names.shows) return {};
    if (this.#show.soldOutAt !== undefined) {
      throw Object.assign(new Error('The latch is set'), {
        name: 'ConditionalCheckFailedException',
      });
    }
    this.#show = { ...this.#show, soldOutAt: String(ExpressionAttributeValues?.[':at']) };
    return { Attributes: this.#show };
  }

  #isAllowed({ Update, Put }: Action): boolean {
    if (Put !== undefined) return !this.#purchases.has(keyOf({ ...Put.Item }));
    if (Update?.TableName !== names.stock) return true;
    return this.#shard({ ...Update.Key }).available >= ticketsOf(Update);
  }

  #apply({ Update, Put }: Action): void {
    if (Put?.TableName === names.purchases) this.#record({ ...Put.Item });
    if (Update?.TableName !== names.stock) return;
    const shard = this.#shard({ ...Update.Key });
    shard.available -= ticketsOf(Update);
    shard.sold += ticketsOf(Update);
    if (shard.available < 0) throw new Error(`${shard.bucketKey} is oversold`);
  }

  /** @throws Error if the purchase is decided: no worker gets the same message at the same time. */
  #record(item: Readonly<Record<string, unknown>>): void {
    const key = keyOf(item);
    if (this.#purchases.has(key)) throw new Error(`${key} is decided twice`);
    this.#purchases.add(key);
    const { userId, status, quantity } = item;
    this.#options.onDecided({
      userId: String(userId),
      status: String(status),
      quantity: Number(quantity),
    });
  }

  #find(table: string | undefined, key: Key): object | undefined {
    if (table === names.shows) return this.#show;
    if (table === names.stock) return { ...this.#shard(key) };
    return undefined;
  }

  #shard({ bucketKey }: Key): Shard {
    return known(this.#shards.get(String(bucketKey)), 'stock shard');
  }
}
