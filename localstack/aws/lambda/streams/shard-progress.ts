import type { ShardPosition, StreamCheckpoint } from './stream-checkpoint.ts';
import type { Shard, ShardStart } from './stream-source.ts';

/** How far each shard of a stream has been handled. */
export type ShardProgress = {
  isFinished(shardId: string): boolean;
  findStart(shardId: string): ShardStart;
  save(shardId: string, position: ShardPosition): Promise<void>;
  /** Goes on with the oldest record that is left. Says whether the shard had been read before. */
  startOver(shardId: string): boolean;
  /** Takes note of the shards that there are, and forgets those that there are no more. */
  trackShards(shards: readonly Shard[]): void;
};

/**
 * LATEST is meant for the shards that are open at the very beginning. Those closed by then are
 * passed over, and those that come later are read from their start, since all of it is new.
 */
export const loadShardProgress = async (
  streamArn: string,
  startingPosition: 'TRIM_HORIZON' | 'LATEST',
  checkpoint: StreamCheckpoint,
): Promise<ShardProgress> => {
  const positions = new Map(await checkpoint.load(streamArn));
  const latest = new Set<string>();
  let beginning = startingPosition === 'LATEST' && positions.size === 0;
  return {
    isFinished: (shardId) => positions.get(shardId) === 'FINISHED',
    findStart: (shardId) => {
      const position = positions.get(shardId);
      if (position !== undefined && position !== 'FINISHED') return position;
      return latest.has(shardId) ? 'LATEST' : 'TRIM_HORIZON';
    },
    save: async (shardId, position) => {
      positions.set(shardId, position);
      await checkpoint.save(streamArn, positions);
    },
    startOver: (shardId) => {
      latest.delete(shardId);
      return positions.delete(shardId);
    },
    trackShards: (shards) => {
      // A stream that is being made has none yet.
      if (shards.length === 0) return;
      const listed = new Set(shards.map(({ id }) => id));
      for (const id of positions.keys()) if (!listed.has(id)) positions.delete(id);
      if (!beginning) return;
      beginning = false;
      for (const { id, isClosed } of shards)
        isClosed ? positions.set(id, 'FINISHED') : latest.add(id);
    },
  };
};
