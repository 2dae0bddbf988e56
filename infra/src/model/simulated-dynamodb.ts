import type { BatchGetCommandInput, TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import { openStore, type Store } from '@willcall/store';
import { constants } from './constants.ts';
import {
  type Action,
  cancelled,
  type Key,
  keyOf,
  kilobytesOf,
  names,
  partitionOf,
  partitionOfAction,
} from './simulated-items.ts';
import type { Simulation } from './simulation.ts';
import { type TableRates, type ThrottledResource, Throughput } from './throughput.ts';

export type SimulatedDynamoDbOptions = {
  readonly simulation: Simulation;
  readonly random: () => number;
  /** The throughput of the tables, or none to look at conflicts alone. */
  readonly limits: TableRates | 'none';
};

/** What a transaction does to the items of a simulation. */
type TransactionRules = {
  readonly isAllowed: (action: Action) => boolean;
  readonly apply: (action: Action) => void;
};

/**
 * DynamoDB in simulated time, without its items. A transaction holds the items that it updates, and cancels
 * one that meets it. Calls consume the units that AWS documents, and are throttled above the limits of their
 * table and partition.
 */
export class SimulatedDynamoDb {
  readonly throughput: Throughput;
  transactions = 0;
  /** Transactions that were cancelled because another one held an item. */
  conflicts = 0;
  readonly #options: SimulatedDynamoDbOptions;
  /** The keys of items, and until when a transaction holds them. */
  readonly #heldUntil = new Map<string, number>();

  constructor(options: SimulatedDynamoDbOptions) {
    this.#options = options;
    this.throughput = new Throughput(options.limits, options.simulation);
  }

  /** Opens a store. Every command is answered before anything is sent. */
  openStore(
    answer: (command: string, input: object) => Promise<object>,
  ): Store & Store<'reminders'> {
    const store = openStore(names, {
      client: {
        region: 'simulated',
        credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
      },
    });
    store.documents.middlewareStack.add(
      (_, { commandName }) =>
        async ({ input }) => ({
          output: { $metadata: {}, ...(await answer(known(commandName, 'command'), input)) },
          response: {},
        }),
      { step: 'initialize', priority: 'low', name: 'simulateDynamoDB' },
    );
    return store;
  }

  /** A call of the SDK, which repeats it if it is throttled. */
  async call(
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

  /** Reads items of one table by their keys: a read unit each. */
  async getMany(
    { RequestItems }: BatchGetCommandInput,
    find: (table: string, key: Key) => object | undefined,
  ): Promise<object> {
    const [table, request] = known(Object.entries(known(RequestItems, 'tables'))[0], 'table');
    const keys = known(request.Keys, 'keys');
    const partitions = keys.map((key) => partitionOf(table, key));
    await this.call(constants.readMs.value, partitions, 'reads', 1);
    return { Responses: { [table]: keys.flatMap((key) => find(table, key) ?? []) } };
  }

  async transact(
    { TransactItems = [] }: TransactWriteCommandInput,
    { isAllowed, apply }: TransactionRules,
  ): Promise<object> {
    const { simulation } = this.#options;
    this.transactions += 1;
    await this.#wait(constants.networkMs.value + constants.transactionMs.value / 2);
    const partitions = TransactItems.flatMap((action) =>
      Array<ThrottledResource>(kilobytesOf(action)).fill(partitionOfAction(action)),
    );
    if (!this.throughput.take(partitions, 'writes', 2)) throw cancelled(['ThrottlingError']);
    const held = TransactItems.flatMap(({ Update }) => (Update ? [keyOf({ ...Update.Key })] : []));
    const conflicting = TransactItems.map(
      ({ Update }) => Update !== undefined && this.isHeld({ ...Update.Key }),
    );
    if (conflicting.includes(true)) {
      this.conflicts += 1;
      await this.#wait(constants.networkMs.value);
      throw cancelled(conflicting.map((is) => (is ? 'TransactionConflict' : 'None')));
    }
    const failing = TransactItems.map((action) => !isAllowed(action));
    if (failing.includes(true)) {
      await this.#wait(constants.networkMs.value);
      throw cancelled(failing.map((is) => (is ? 'ConditionalCheckFailed' : 'None')));
    }
    const lockMs = this.#vary(constants.lockMs.value);
    for (const key of held) this.#heldUntil.set(key, simulation.now + lockMs);
    await simulation.wait(lockMs);
    for (const action of TransactItems) apply(action);
    await this.#wait(constants.networkMs.value + constants.transactionMs.value / 2);
    return {};
  }

  isHeld(key: Key): boolean {
    return (this.#heldUntil.get(keyOf(key)) ?? 0) > this.#options.simulation.now;
  }

  #wait(milliseconds: number): Promise<void> {
    return this.#options.simulation.wait(this.#vary(milliseconds));
  }

  #vary(milliseconds: number): number {
    const { value } = constants.spread;
    return milliseconds * (1 - value / 2 + value * this.#options.random());
  }
}
