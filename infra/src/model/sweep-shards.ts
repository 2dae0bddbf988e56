import { createShardMemory, decideShow, type ShardMemory } from '@willcall/worker';
import { constants } from './constants.ts';
import { makeShow, SALE_BEGINS } from './show.ts';
import { makePurchase } from './simulated-buyers.ts';
import { SimulatedTables } from './simulated-tables.ts';
import { Simulation, seededRandom } from './simulation.ts';

/** How a worker chooses its shard: at random for each batch, or as the deployed worker does. */
export const shardChoices = ['random', 'settling'] as const;
export type ShardChoice = (typeof shardChoices)[number];

export type ConflictsOptions = {
  readonly workers: number;
  readonly shards: number;
  readonly choice: ShardChoice;
  /** Of simulated time. */
  readonly seconds: number;
  readonly seed: number;
};

/** What a sale of so many workers and shards meets. */
export type Conflicts = Pick<ConflictsOptions, 'workers' | 'shards' | 'choice'> & {
  readonly transactions: number;
  /** Transactions that another one cancelled. */
  readonly conflicts: number;
  /** Batches that all workers decide in a second. */
  readonly batchesPerSecond: number;
};

/** The share of transactions that were cancelled because they met another one. */
export const conflictRate = ({ transactions, conflicts }: Conflicts): number =>
  conflicts / transactions;

/**
 * Lets workers sell from one show as fast as they can, without any other limit, by the worker's own code.
 * A worker that meets others in every round leaves its batch to redelivery, and goes on with the next.
 */
export async function measureConflicts(options: ConflictsOptions): Promise<Conflicts> {
  const { workers, shards, choice, seconds, seed } = options;
  const simulation = new Simulation();
  const random = seededRandom(seed);
  const show = makeShow(PLENTY * shards, shards);
  const tables = new SimulatedTables({
    simulation,
    random,
    show,
    limits: 'none',
    onDecided: () => undefined,
  });
  const clock = () => new Date(SALE_BEGINS + simulation.now);
  let buyers = 0;
  let decided = 0;
  const work = async () => {
    const memory = choice === 'settling' ? createShardMemory(random) : randomMemory(random);
    await simulation.wait(random() * cycleMs);
    for (;;) {
      buyers += 1;
      const purchase = makePurchase(buyers, show.showId, 1, clock().toISOString());
      const outcomes = await decideShow(show.showId, [purchase], {
        store: tables.store,
        memory,
        random,
        clock,
        wait: (milliseconds) => simulation.wait(milliseconds),
        timeLeft: () => Number.POSITIVE_INFINITY,
        log: { info: () => undefined, warn: () => undefined, error: () => undefined },
        measure: { count: () => undefined, milliseconds: () => undefined },
        lag: { decided: () => undefined },
      });
      if (outcomes.get(purchase)?.status === 'fulfilled') decided += 1;
      const { value } = constants.spread;
      await simulation.wait(pauseMs * (1 - value / 2 + value * random()));
    }
  };
  for (let nth = 0; nth < workers; nth += 1) void work();
  await simulation.run(() => simulation.now >= seconds * 1_000);
  const { transactions, conflicts } = tables;
  return {
    workers,
    shards,
    choice,
    transactions,
    conflicts,
    batchesPerSecond: decided / seconds,
  };
}

/** Tickets of each shard: more than all workers sell. */
const PLENTY = 1_000_000;

/** What a worker does besides its calls to DynamoDB, for a full batch. */
const pauseMs =
  constants.pollMs.value +
  constants.batchCpuMs.value +
  10 * constants.decisionCpuMs.value +
  constants.deleteMs.value;

/** About what a batch takes in all. */
const cycleMs = pauseMs + 20;

/** A memory that forgets its shard after each look, to compare. */
function randomMemory(random: () => number): ShardMemory {
  const memory = createShardMemory(random);
  return {
    ...memory,
    shardOf: ({ buckets }) => Math.floor(random() * buckets),
    moveTo: () => undefined,
    recall: () => undefined,
  };
}
