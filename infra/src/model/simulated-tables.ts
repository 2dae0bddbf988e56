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
import { openStore, type ShowRecord, type Store, shardKey } from '@willcall/store';
import { tables } from '@willcall/topology';
import { constants } from './constants.ts';
import {
  type Action,
  cancelled,
  type Key,
  keyOf,
  names,
  partitionOf,
  partitionOfAction,
  ticketsOf,
} from './simulated-items.ts';
import type { Simulation } from './simulation.ts';
import { type TableRates, type ThrottledResource, Throughput } from './throughput.ts';

/** What a worker recorded about a purchase. */
export type RecordedDecision = {
  readonly userId: string;
  readonly status: string;
  readonly quantity: number;
};

export type SimulatedTablesOptions = {
  readonly simulation: Simulation;
  readonly random: () => number;
  readonly show: ShowRecord;
  /** The throughput of the tables, or none to look at conflicts alone. */
  readonly limits: TableRates | 'none';
  readonly onDecided: (decision: RecordedDecision) => void;
};

type Shard = { readonly bucketKey: string; available: number; sold: number; revenue: number };

/** Tries of a read at one instant, as in `shared/store/src/read-at-one-instant.ts`. */
const MAX_INSTANT_READS = 8;

/**
 * DynamoDB in simulated time, for the calls that the worker makes while it decides: a show, its stock
 * shards, and the records of its purchases. A transaction holds the items that it updates, and cancels one
 * that meets it. Calls consume the units that AWS documents, and are throttled above the limits of their
 * table and partition.
 */
export class SimulatedTables {
  readonly store: Store;
  readonly throughput: Throughput;
  transactions = 0;
  /** Transactions that were cancelled because another one held an item. */
  conflicts = 0;
  readonly #options: SimulatedTablesOptions;
  readonly #shards = new Map<string, Shard>();
  readonly #purchases = new Set<string>();
  /** The keys of items, and until when a transaction holds them. */
  readonly #heldUntil = new Map<string, number>();
  #show: ShowRecord;

  constructor(options: SimulatedTablesOptions) {
    const { show, simulation } = options;
    this.#options = options;
    this.#show = show;
    this.throughput = new Throughput(options.limits, simulation);
    for (const [shard, available] of splitCapacity(show.capacity, show.buckets).entries()) {
      const bucketKey = shardKey(show.showId, shard);
      this.#shards.set(bucketKey, { bucketKey, available, sold: 0, revenue: 0 });
    }
    this.store = openStore(names, {
      client: {
        region: 'simulated',
        credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      },
    });
    // Answers every command before anything is sent.
    this.store.documents.middlewareStack.add(
      (_, { commandName }) =>
        async ({ input }) => ({
          output: { $metadata: {}, ...(await this.#answer(known(commandName, 'command'), input)) },
          response: {},
        }),
      { step: 'initialize', priority: 'low', name: 'simulateDynamoDB' },
    );
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
        return this.#getMany(input as BatchGetCommandInput);
      case 'TransactGetItemsCommand':
        return this.#getAtOneInstant(input as TransactGetCommandInput);
      case 'PutItemCommand':
        return this.#put(input as PutCommandInput);
      case 'UpdateItemCommand':
        return this.#update(input as UpdateCommandInput);
      case 'TransactWriteItemsCommand':
        return this.#transact(input as TransactWriteCommandInput);
      default:
        throw new Error(`The simulated DynamoDB has no ${command}`);
    }
  }

  async #get({ TableName, Key }: GetCommandInput): Promise<object> {
    const key = { ...Key };
    await this.#call(constants.readMs.value, [partitionOf(TableName, key)], 'reads', 1);
    const found = this.#find(TableName, key);
    return found === undefined ? {} : { Item: found };
  }

  async #getMany({ RequestItems = {} }: BatchGetCommandInput): Promise<object> {
    const [[table, { Keys = [] }] = [undefined, {}]] = Object.entries(RequestItems);
    const partitions = Keys.map((key) => partitionOf(table, key));
    await this.#call(constants.readMs.value, partitions, 'reads', 1);
    const found = Keys.flatMap((key) => this.#find(table, key) ?? []);
    return { Responses: { [known(table, 'table')]: found } };
  }

  /** Repeats the read as the store does, because the store would wait in real time. */
  async #getAtOneInstant({ TransactItems = [] }: TransactGetCommandInput): Promise<object> {
    const items = TransactItems.map(({ Get }) => known(Get, 'read'));
    const partitions = items.map(({ TableName, Key }) => partitionOf(TableName, { ...Key }));
    for (let nth = 0; nth < MAX_INSTANT_READS; nth += 1) {
      await this.#call(constants.readMs.value, partitions, 'reads', 2);
      if (!items.some(({ Key }) => this.#isHeld({ ...Key }))) {
        const found = items.map(({ TableName, Key }) => this.#find(TableName, { ...Key }));
        return { Responses: found.map((Item) => (Item === undefined ? {} : { Item })) };
      }
      await this.#options.simulation.wait(conflictJitterMs(nth, this.#options.random));
    }
    throw new Error('The stock could not be read at one instant');
  }

  async #put({ TableName, Item = {} }: PutCommandInput): Promise<object> {
    await this.#call(constants.writeMs.value, [partitionOf(TableName, Item)], 'writes', 1);
    if (TableName !== names.purchases) throw new Error(`Nothing puts an item in ${TableName}`);
    this.#record(Item);
    return {};
  }

  /** The latch of the show. A ledger of a refusal changes nothing that the model asks for. */
  async #update(input: UpdateCommandInput): Promise<object> {
    const { TableName, Key, ExpressionAttributeValues } = input;
    const units = TableName === names.shows ? 1 + tables.shows.indexes.length : 1;
    await this.#call(
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

  async #transact({ TransactItems = [] }: TransactWriteCommandInput): Promise<object> {
    const { simulation } = this.#options;
    this.transactions += 1;
    await this.#wait(constants.networkMs.value + constants.transactionMs.value / 2);
    const partitions = TransactItems.map(partitionOfAction);
    if (!this.throughput.take(partitions, 'writes', 2)) throw cancelled(['ThrottlingError']);
    const held = TransactItems.flatMap(({ Update }) => (Update ? [keyOf({ ...Update.Key })] : []));
    const conflicting = TransactItems.map(
      ({ Update }) => Update !== undefined && this.#isHeld({ ...Update.Key }),
    );
    if (conflicting.includes(true)) {
      this.conflicts += 1;
      await this.#wait(constants.networkMs.value);
      throw cancelled(conflicting.map((is) => (is ? 'TransactionConflict' : 'None')));
    }
    const failing = TransactItems.map((action) => !this.#isAllowed(action));
    if (failing.includes(true)) {
      await this.#wait(constants.networkMs.value);
      throw cancelled(failing.map((is) => (is ? 'ConditionalCheckFailed' : 'None')));
    }
    const lockMs = this.#vary(constants.lockMs.value);
    for (const key of held) this.#heldUntil.set(key, simulation.now + lockMs);
    await simulation.wait(lockMs);
    for (const action of TransactItems) this.#apply(action);
    await this.#wait(constants.networkMs.value + constants.transactionMs.value / 2);
    return {};
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

  #isHeld(key: Key): boolean {
    return (this.#heldUntil.get(keyOf(key)) ?? 0) > this.#options.simulation.now;
  }

  /** A call of the SDK, which repeats it if it is throttled. */
  async #call(
    milliseconds: number,
    partitions: readonly ThrottledResource[],
    kind: 'reads' | 'writes',
    units: number,
  ): Promise<void> {
    const { simulation, random } = this.#options;
    await this.#wait(constants.networkMs.value);
    for (let nth = 1; !this.throughput.take(partitions, kind, units); nth += 1) {
      if (nth === constants.callAttempts.value) {
        throw Object.assign(new Error('Throttled'), {
          name: 'ProvisionedThroughputExceededException',
        });
      }
      await simulation.wait(random() * constants.throttleRetryMs.value * 2 ** nth);
    }
    await this.#wait(milliseconds + constants.networkMs.value);
  }

  #wait(milliseconds: number): Promise<void> {
    return this.#options.simulation.wait(this.#vary(milliseconds));
  }

  #vary(milliseconds: number): number {
    const { value } = constants.spread;
    return milliseconds * (1 - value / 2 + value * this.#options.random());
  }
}
