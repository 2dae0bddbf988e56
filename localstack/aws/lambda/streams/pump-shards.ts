import { pumpShard, type ShardDependencies } from './pump-shard.ts';
import type { Shard } from './stream-source.ts';

type PumpDependencies = Omit<ShardDependencies, 'shardId'>;

/** How often to look for new shards, besides when one has ended. DynamoDB Local makes one in hours. */
const DISCOVERY_INTERVAL_MS = 5_000;

/** Pumps a stream's shards, children after their parents and strangers side by side, until the stop. */
export const pumpShards = async (dependencies: PumpDependencies): Promise<void> => {
  const { stopping, pause } = dependencies;
  const running = new Map<string, Promise<void>>();
  while (!stopping.aborted) {
    for (const shardId of await startable(dependencies)) {
      if (running.has(shardId)) continue;
      const ended = pumpShard({ ...dependencies, shardId }).catch(reported(dependencies));
      running.set(
        shardId,
        ended.finally(() => running.delete(shardId)),
      );
    }
    await Promise.race([pause(DISCOVERY_INTERVAL_MS), ...running.values()]);
  }
  await Promise.all(running.values());
};

const startable = async (dependencies: PumpDependencies): Promise<readonly string[]> => {
  const { source, progress } = dependencies;
  try {
    const shards = await source.shards();
    progress.discovered(shards);
    return runnableShards(shards, progress.finished).map(({ id }) => id);
  } catch (error) {
    await reported(dependencies)(error);
    return [];
  }
};

/** A shard that failed is begun again where it stopped, at the next look for new ones. */
const reported =
  ({ function: lambda, log, pause }: PumpDependencies) =>
  async (error: unknown): Promise<void> => {
    log({ message: 'The stream could not be read', subject: lambda.name, error });
    await pause(DISCOVERY_INTERVAL_MS);
  };

/**
 * The shards that may be read now: those whose parent has been read to its end, or has been
 * forgotten by the stream. Reading a child earlier would show an item's changes out of order.
 */
export const runnableShards = (
  shards: readonly Shard[],
  finished: (shardId: string) => boolean,
): readonly Shard[] => {
  const listed = new Set(shards.map(({ id }) => id));
  return shards.filter(
    ({ id, parentId }) =>
      !finished(id) && (parentId === undefined || !listed.has(parentId) || finished(parentId)),
  );
};
