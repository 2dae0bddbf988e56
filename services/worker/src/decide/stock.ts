import { type Allocation, isAllHeld, type Plan, retry, type StockView } from '@willcall/domain';
import {
  latchSoldOut,
  markAllHeld,
  readReadableStock,
  readShard,
  readShardCounters,
  readShow,
  readStock,
  type ShowRecord,
  shardKey,
  UnreadableRecord,
} from '@willcall/store';
import { WorkerError } from '../errors.ts';
import type { ArrivedPurchase } from '../read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';

/**
 * The tickets left by shard number: what was read last, less what this batch has sold since. Only a hint,
 * because other workers sell too. A shard that was not read is missing.
 */
export type KnownStock = Map<number, number>;

/** The shards of a show. */
export type Sharded = Pick<ShowRecord, 'showId' | 'buckets'>;

/**
 * Reads what this worker will probably sell from, at the same time as the show: its own shard, or all
 * shards if none of them was enough before. Reads nothing of a show that this worker does not know, or
 * that it last saw sold out.
 */
export async function readAhead(
  showId: string,
  dependencies: DecisionDependencies,
): Promise<KnownStock> {
  const left: KnownStock = new Map();
  const known = dependencies.memory.recall(showId);
  if (known !== undefined && !known.isSoldOut) {
    const show = { showId, buckets: known.buckets };
    await readHint(show, known.readFirst ? 'all' : known.shard, left, dependencies);
  }
  return left;
}

/**
 * Whether a plan on assumed stock takes more tickets than its shard has, so that its transaction would be
 * cancelled. Reads the shard unless it is known.
 */
export async function isShort(
  show: Sharded,
  { from: [source] }: Plan<ArrivedPurchase>,
  left: KnownStock,
  dependencies: DecisionDependencies,
): Promise<boolean> {
  if (source === undefined) return false;
  if (!left.has(source.shard)) await readHint(show, source.shard, left, dependencies);
  return source.quantity > (left.get(source.shard) ?? Number.POSITIVE_INFINITY);
}

/**
 * Reads some shards, or all. A failure is logged and harmless: the stock stays unknown, and the transaction
 * checks it.
 */
export async function readHint(
  show: Sharded,
  shard: number | readonly number[] | 'all',
  left: KnownStock,
  { store, log, measure }: Pick<DecisionDependencies, 'store' | 'log' | 'measure'>,
): Promise<void> {
  try {
    if (shard === 'all') {
      const { stock } = await readReadableStock(store, show);
      noteLeft(
        left,
        stock.map(({ available }) => available),
      );
    } else if (typeof shard === 'number') {
      left.set(shard, (await readShard(store, show.showId, shard)).available);
    } else {
      const keys = new Map(shard.map((each) => [each, shardKey(show.showId, each)]));
      const { found } = await readShardCounters(store, [...keys.values()]);
      for (const [each, key] of keys) left.set(each, found.get(key)?.available ?? 0);
    }
  } catch (error) {
    // As in every read of the stock, a shard that cannot be read counts as empty.
    if (typeof shard === 'number' && error instanceof UnreadableRecord) left.set(shard, 0);
    measure.count('StockHintsFailed');
    log.warn('The stock could not be read ahead', { showId: show.showId, error });
  }
}

/** Notes a consistent read of all shards. */
export function noteStock(left: KnownStock, stock: StockView): void {
  if (stock.kind === 'seen') noteLeft(left, stock.left);
}

const noteLeft = (left: KnownStock, tickets: readonly number[]): void => {
  for (const [shard, available] of tickets.entries()) left.set(shard, available);
};

/** Notes a sale by this worker. */
export function noteSale(left: KnownStock, from: readonly Allocation[]): void {
  for (const { shard, quantity } of from) {
    const known = left.get(shard);
    if (known !== undefined) left.set(shard, known - quantity);
  }
}

/** Each further read means that tickets were returned during the previous one. */
const MAX_READS = 8;

/** The stock as read, and the show after the read, or undefined if the show no longer exists. */
export type StockRead = {
  readonly show: ShowRecord | undefined;
  readonly stock: StockView;
  /** Set if a shard cannot be read. It counts as empty, and nobody may be told that the show is sold out. */
  readonly unreadable?: UnreadableRecord | undefined;
};

/**
 * Reads all shards of a show consistently, but not at one instant. The reads can miss a ticket that returns
 * to one shard while another is sold from the next. Too little stock is therefore only accepted if no
 * sold ticket was returned meanwhile. A held ticket that comes back unpaid can be missed: it was read as held, so
 * the refusal is ALL_HELD, which says that the buyer should try again.
 *
 *     show: returns 7 ── shards ── show: returns 7   the stock only fell: too little is left
 *     show: returns 7 ── shards ── show: returns 8   read again
 *
 * @param wanted tickets. A read that finds this many needs no second read of the show.
 * @throws StoreError STORE_UNAVAILABLE, STOCK_MISSING; WorkerError CONTENDED
 */
export async function readStockConsistently(
  known: ShowRecord,
  wanted: number,
  { store, measure }: Pick<DecisionDependencies, 'store' | 'measure'>,
): Promise<StockRead> {
  let show = known;
  const read = async (): Promise<StockRead | 'again'> => {
    measure.count('StockLooks');
    const { stock: shards, unreadable } = await readReadableStock(store, show);
    const left = shards.map(({ available }) => available);
    const held = shards.reduce((sum, shard) => sum + shard.held, 0);
    const stock = { kind: 'seen', left, held } as const;
    if (left.reduce((a, b) => a + b, 0) >= wanted) return { show, stock, unreadable };
    const now = await readShow(store, show.showId, { consistent: true });
    if (now === undefined || now.returns === show.returns) {
      return { show: now, stock, unreadable };
    }
    show = now;
    return 'again';
  };
  return retry(read, {
    attempts: MAX_READS,
    exhausted: () =>
      new WorkerError('CONTENDED', 'Tickets were returned during every read of the stock'),
  });
}

/**
 * Seconds for which `accept` refuses purchases after one was refused because all tickets were held. Short
 * enough for tickets that come back not to wait for buyers, and long enough to keep most requests of a
 * rush from the queue.
 */
const ALL_HELD_SECONDS = 5;

/**
 * Marks the show if its last tickets are held and a purchase was refused because of it: at most one write in
 * the time of the mark. A failure is logged and harmless: the next refusal tries again.
 *
 * @param stock what the plan is based on.
 */
export async function markIfAllHeld(
  show: ShowRecord,
  { from, refuse }: Plan<ArrivedPurchase>,
  stock: StockView,
  { store, clock, log, measure }: DecisionDependencies,
): Promise<void> {
  if (stock.kind !== 'seen' || !refuse.some(({ reason }) => reason === 'ALL_HELD')) return;
  const sum = (tickets: readonly number[]) => tickets.reduce((a, b) => a + b, 0);
  // A purchase for fewer tickets than the refused one could still get them.
  if (sum(stock.left) > sum(from.map(({ quantity }) => quantity))) return;
  const { showId } = show;
  const now = clock();
  if (isAllHeld(show, now.toISOString())) return;
  try {
    if (await markAllHeld(store, showId, { now, seconds: ALL_HELD_SECONDS })) {
      measure.count('ShowsAllHeld');
    }
  } catch (error) {
    measure.count('LatchesFailed');
    log.warn('The show could not be marked as all held', { showId, error });
  }
}

/**
 * Sets the sold-out latch if nothing is left after a plan. The worker that sells the last ticket of a shard
 * then finds that shard empty, and the worker that commits last finds all shards empty. If two workers
 * sell from one shard at the same moment, the next request may have to find that instead. A failure is
 * logged and harmless: the next refusal tries again.
 *
 * @param left after the plan.
 */
export async function latchIfSoldOut(
  show: ShowRecord,
  plan: Plan<ArrivedPurchase>,
  left: KnownStock,
  dependencies: DecisionDependencies,
): Promise<void> {
  if (show.soldOutAt !== undefined) return;
  const { store, memory, clock, log, measure } = dependencies;
  const { showId } = show;
  try {
    if (!(await isSoldOut(show, plan, left, dependencies))) return;
    const last = plan.sell.at(-1) ?? plan.refuse.at(-1)?.purchase;
    const correlationId = last?.message.correlationId ?? 'none';
    if (await latchSoldOut(store, show, { at: clock().toISOString(), correlationId })) {
      memory.setSoldOut(showId, true);
      measure.count('ShowsSoldOut');
      log.info('Show sold out', { showId, correlationId });
    }
  } catch (error) {
    measure.count('LatchesFailed');
    log.warn('The sold-out latch could not be set', { showId, error });
  }
}

async function isSoldOut(
  show: ShowRecord,
  { from, refuse }: Plan<ArrivedPurchase>,
  left: KnownStock,
  dependencies: DecisionDependencies,
): Promise<boolean> {
  const [source] = from;
  if (source === undefined) {
    return refuse.some(({ reason }) => reason === 'SOLD_OUT') && isNothingLeft(show, left);
  }
  if (from.length === 1 && !(await isEmptied(show, source, left, dependencies))) return false;
  dependencies.memory.setReadsStockFirst(show.showId, true);
  // Setting the latch reads the whole stock again, at one instant.
  if (isNothingLeft(show, left)) return true;
  const stock = await readStock(dependencies.store, show);
  return stock.every(({ available, held }) => available === 0 && held === 0);
}

/**
 * Whether a sale has emptied its shard. Reads the shard only if another sale of the same size, by a worker
 * that this one has not seen, could have taken the rest.
 */
async function isEmptied(
  { showId }: ShowRecord,
  { shard, quantity }: Allocation,
  left: KnownStock,
  { store, memory }: DecisionDependencies,
): Promise<boolean> {
  const known = left.get(shard);
  if (known === 0) return true;
  if (known !== undefined && known > quantity) return false;
  const { available } = await readShard(store, showId, shard);
  // The next batch will probably want as much.
  if (available < quantity) memory.setReadsStockFirst(showId, true);
  return available === 0;
}

const isNothingLeft = ({ buckets }: Sharded, left: KnownStock): boolean =>
  left.size === buckets && [...left.values()].every((tickets) => tickets === 0);
