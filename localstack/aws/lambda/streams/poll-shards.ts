import { pollShard, type ShardDependencies } from './poll-shard.ts';
import type { Shard } from './stream-source.ts';

type PollDependencies = Omit<ShardDependencies, 'shardId'>;

/** How often to look for new shards. DynamoDB Local creates one every few hours. */
const DISCOVERY_INTERVAL_MS = 5_000;

/** Polls the shards of a stream until the stop: children after their parents, the others in parallel. */
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

/** Logs an error and pauses. The next discovery resumes a failed shard where it stopped. */
const createErrorReporter =
  ({ function: lambda, log, pause }: PollDependencies) =>
  async (error: unknown): Promise<void> => {
    log({ message: 'The stream could not be read', subject: lambda.name, error });
    await pause(DISCOVERY_INTERVAL_MS);
  };

/**
 * Finds the shards that can be read now: those whose parent was read to its end or no longer exists.
 * Reading a child earlier would deliver the changes of an item out of order.
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
