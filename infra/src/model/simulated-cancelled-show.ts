import type {
  BatchGetCommandInput,
  GetCommandInput,
  QueryCommandInput,
  TransactWriteCommandInput,
  UpdateCommandInput,
} from '@aws-sdk/lib-dynamodb';
import { known } from '@willcall/contracts';
import {
  ledgerKey,
  purchaseRecordKey,
  putEntry,
  type ShowRecord,
  type Store,
  shardKey,
} from '@willcall/store';
import { tables } from '@willcall/topology';
import { constants } from './constants.ts';
import { SimulatedDynamoDb, type SimulatedDynamoDbOptions } from './simulated-dynamodb.ts';
import { type Action, type Key, names, partitionOf } from './simulated-items.ts';

type CancelledShowOptions = SimulatedDynamoDbOptions & {
  readonly show: ShowRecord;
  /** Purchases of one ticket each, of as many buyers. */
  readonly purchases: number;
  /** ISO 8601: when they were sold, and when the show is cancelled. */
  readonly soldAt: string;
  readonly cancelledAt: string;
  readonly onCancelled: () => void;
  /** Waits for the function's processor. */
  readonly useCpu: (milliseconds: number) => Promise<void>;
};

type Item = Readonly<Record<string, unknown>>;

/** Purchases of a full batch of the worker, which one entry lists. */
const BATCH = 10;
const BYTES_PER_READ_UNIT = 4_096;
const KEY_LENGTH = 16;

const byKey = (a: Item, b: Item): number => (String(a.entryKey) < String(b.entryKey) ? -1 : 1);

/**
 * The tables of a show that has sold out in full batches and was cancelled, for the calls of the job that
 * cancels its purchases.
 */
export class SimulatedCancelledShow {
  readonly dynamodb: SimulatedDynamoDb;
  readonly store: Store & Store<'reminders'>;
  readonly #options: CancelledShowOptions;
  /** By the key of a shard, in the order of their keys. */
  readonly #entries = new Map<string, Item[]>();
  readonly #sold = new Map<string, number>();
  readonly #cancelled = new Set<string>();
  #job: Item | undefined;

  constructor(options: CancelledShowOptions) {
    const { show, cancelledAt } = options;
    this.#options = options;
    this.dynamodb = new SimulatedDynamoDb(options);
    this.store = this.dynamodb.openStore((command, input) => this.#answer(command, input));
    for (let shard = 0; shard < show.buckets; shard += 1) this.#sell(shard);
    this.#job = {
      showId: `#job#cancel#${show.showId}`,
      ...{ kind: 'cancel', jobShowId: show.showId, changedAt: cancelledAt, changes: 1 },
    };
  }

  /** Whether the job has ended. */
  get isOver(): boolean {
    return this.#job === undefined;
  }

  #sell(shard: number): void {
    const { show, purchases, soldAt } = this.#options;
    const numbers = Array.from({ length: purchases }, (_, number) => number).filter(
      (number) => Math.floor(number / BATCH) % show.buckets === shard,
    );
    const entries: Item[] = [];
    for (let at = 0; at < numbers.length; at += BATCH) {
      const batch = numbers.slice(at, at + BATCH).map((number) => this.#makePurchase(number));
      const total = batch.reduce((sum, purchase) => sum + purchase.total.amount, 0);
      entries.push(
        this.#entryOf(
          putEntry(this.store, show.showId, {
            kind: 'SALE',
            postings: [
              { shard, available: -batch.length, held: 0, sold: batch.length, revenue: total },
            ],
            purchases: batch.map((purchase) => ({ ...purchase, total: purchase.total.amount })),
            at: soldAt,
          }),
        ),
      );
    }
    this.#entries.set(shardKey(show.showId, shard), entries.sort(byKey));
    this.#sold.set(shardKey(show.showId, shard), numbers.length);
  }

  #entryOf = ({ Put }: Action): Item => known(Put?.Item, 'entry');

  #makePurchase(number: number) {
    const { show, soldAt } = this.#options;
    const key = String(number).padStart(KEY_LENGTH, '0');
    return {
      userId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
      recordKey: purchaseRecordKey(key),
      purchaseId: `${key}AZaz09-_AZaz09-_`,
      showId: show.showId,
      status: this.#cancelled.has(purchaseRecordKey(key)) ? 'CANCELLED' : 'CONFIRMED',
      quantity: 1,
      from: [[Math.floor(number / BATCH) % show.buckets, 1]],
      total: show.price,
      requestedAt: soldAt,
      decidedAt: soldAt,
      correlationId: 'simulated',
    };
  }

  #answer(command: string, input: object): Promise<object> {
    switch (command) {
      case 'QueryCommand':
        return this.#query(input as QueryCommandInput);
      case 'GetItemCommand':
        return this.#get(input as GetCommandInput);
      case 'BatchGetItemCommand':
        return this.dynamodb.getMany(input as BatchGetCommandInput, (_, key) =>
          this.#findOfBuyer(key),
        );
      case 'UpdateItemCommand':
        return this.#update(input as UpdateCommandInput);
      case 'DeleteItemCommand':
        return this.#write({ showId: undefined }, () => {
          this.#job = undefined;
        });
      case 'TransactWriteItemsCommand':
        return this.#transact(input as TransactWriteCommandInput);
      default:
        throw new Error(`The simulated DynamoDB has no ${command}`);
    }
  }

  /** The jobs, or a page of a shard's entries. */
  async #query(input: QueryCommandInput): Promise<object> {
    if (input.IndexName !== undefined) {
      await this.#read([partitionOf(names.shows, { showId: input.IndexName })], 1);
      return { Items: this.#job === undefined ? [] : [this.#job] };
    }
    const bucketKey = String(input.ExpressionAttributeValues?.[':shard']);
    const all = known(this.#entries.get(bucketKey), 'stock shard');
    const after = input.ExclusiveStartKey;
    const left = after === undefined ? all : all.filter((entry) => byKey(after, entry) < 0);
    const Items = left.slice(0, input.Limit);
    const units = Math.ceil(JSON.stringify(Items).length / BYTES_PER_READ_UNIT);
    await this.#read([partitionOf(names.journal, { bucketKey })], Math.max(1, units));
    const isAll = input.Limit === undefined || Items.length < input.Limit;
    return isAll ? { Items } : { Items, LastEvaluatedKey: Items.at(-1) };
  }

  async #get({ TableName, Key }: GetCommandInput): Promise<object> {
    await this.#read([partitionOf(TableName, known(Key, 'key'))], 1);
    return { Item: { ...this.#options.show, cancelledAt: this.#options.cancelledAt } };
  }

  /** A purchase, or the ledger of a buyer who has one ticket. */
  #findOfBuyer(key: Key): Item {
    const { showId } = this.#options.show;
    const purchase = this.#makePurchase(Number(String(key.userId).slice(-12)));
    if (key.recordKey !== ledgerKey(showId)) return purchase;
    const { purchaseId, decidedAt } = purchase;
    return {
      ...{ ...key, showId, tickets: 1, lastPurchaseId: purchaseId, lastStatus: 'CONFIRMED' },
      ...{ lastRequestedAt: decidedAt, lastDecidedAt: decidedAt },
    };
  }

  /** The position of the job. */
  async #update(input: UpdateCommandInput): Promise<object> {
    return this.#write(known(input.Key, 'key'), () => {
      const update = known(input.UpdateExpression, 'update').slice('SET '.length);
      const [sets, removes] = update.split(' REMOVE ');
      const set = known(sets, 'attributes to set')
        .split(', ')
        .map((each) => {
          const [name, value] = each.split(' = ');
          const values = known(input.ExpressionAttributeValues, 'values');
          return [known(name, 'attribute'), values[known(value, 'value')]] as const;
        });
      const removed = known(removes, 'attributes to remove').split(', ');
      const job = Object.entries(known(this.#job, 'job'));
      const kept = job.filter(([name]) => !removed.includes(name));
      this.#job = Object.fromEntries([...kept, ...set]);
    });
  }

  async #write(key: Key, apply: () => void): Promise<object> {
    const units = 1 + tables.shows.indexes.length;
    const partitions = [partitionOf(names.shows, key)];
    await this.dynamodb.call(constants.writeMs.value, partitions, 'writes', units);
    apply();
    return {};
  }

  async #transact(input: TransactWriteCommandInput): Promise<object> {
    const isPurchase = ({ Update }: Action) => Update?.Key?.recordKey?.startsWith('P#') === true;
    const purchases = (input.TransactItems ?? []).filter(isPurchase).length;
    await this.#options.useCpu(purchases * constants.jobCpuMs.value);
    return this.dynamodb.transact(input, {
      isAllowed: ({ Update }) => !this.#cancelled.has(String(Update?.Key?.recordKey)),
      apply: (action) => {
        const { Update, Put } = action;
        if (isPurchase(action)) {
          this.#cancelled.add(String(Update?.Key?.recordKey));
          this.#options.onCancelled();
        }
        if (Update?.TableName === names.stock) this.#return(Update);
        if (Put !== undefined) this.#insert(this.#entryOf(action));
      },
    });
  }

  /** @throws Error if more tickets come back than were sold. */
  #return({ Key, ExpressionAttributeValues }: NonNullable<Action['Update']>): void {
    const key = String(Key?.bucketKey);
    const left =
      known(this.#sold.get(key), 'stock shard') + Number(ExpressionAttributeValues?.[':sold']);
    if (left < 0) throw new Error(`${key} gets back more than it sold`);
    this.#sold.set(key, left);
  }

  #insert(entry: Item): void {
    const entries = known(this.#entries.get(String(entry.bucketKey)), 'stock shard');
    entries.push(entry);
    entries.sort(byKey);
  }

  #read(partitions: Parameters<SimulatedDynamoDb['call']>[1], units: number): Promise<void> {
    return this.dynamodb.call(constants.readMs.value, partitions, 'reads', units);
  }
}
