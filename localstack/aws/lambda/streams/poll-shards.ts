import { pollShard, type ShardDependencies } from './poll-shard.ts';
import type { Shard } from './stream-source.ts';

type PollDependencies = Omit<ShardDependencies, 'shardId'>;

/** How often to look for new shards, besides when one has ended. DynamoDB Local makes one in hours. */
const DISCOVERY_INTERVAL_MS = 5_000;

/** Pumps a stream's shards, children after their parents and strangers side by side, until the stop. */
export const pollShards = async (dependencies: PollDependencies): Promise<void> => {
  const { stopping, pause } = dependencies;
  const running = new Map<string, Promise<void>>();
  while (!stopping.aborted) {
    for (const shardId of await findStartableShards(dependencies)) {
      if (running.has(shardId)) continue;
      const ended = pollShard({ ...dependencies, shardId }).catch(
        createErrorReporter(dependencies),
      );
      running.set(
        shardId,
        ended.finally(() => running.delete(shardId)),
      );
    }
    await Promise.race([pause(DISCOVERY_INTERVAL_MS), ...running.values()]);
  }
  await Promise.all(running.values());
};

const findStartableShards = async (dependencies: PollDependencies): Promise<readonly string[]> => {
  const { source, progress } = dependencies;
  try {
    const shards = await source.shards();
    progress.trackShards(shards);
    return findRunnableShards(shards, progress.isFinished).map(({ id }) => id);
  } catch (error) {
    await createErrorReporter(dependencies)(error);
    return [];
  }
};

/** A shard that failed is begun again where it stopped, at the next look for new ones. */
const createErrorReporter =
  ({ function: lambda, log, pause }: PollDependencies) =>
  async (error: unknown): Promise<void> => {
    log({ message: 'The stream could not be read', subject: lambda.name, error });
    await pause(DISCOVERY_INTERVAL_MS);
  };

/**
 * The shards that may be read now: those whose parent has been read to its end, or has been
 * forgotten by the stream. Reading a child earlier would show an item's changes out of order.
 */
export const findRunnableShards = (
  shards: readonly Shard[],
  finished: (shardId: string) => boolean,
): readonly Shard[] => {
  const listed = new Set(shards.map(({ id }) => id));
  return shards.filter(
    ({ id, parentId }) =>
      !finished(id) && (parentId === undefined || !listed.has(parentId) || finished(parentId)),
  );
};
