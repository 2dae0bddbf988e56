import type { ShardPosition, StreamCheckpoint } from './stream-checkpoint.ts';
import type { Shard, ShardStart } from './stream-source.ts';

/** The progress of the shards of a stream. */
export type ShardProgress = {
  isFinished(shardId: string): boolean;
  findStart(shardId: string): ShardStart;
  save(shardId: string, position: ShardPosition): Promise<void>;
  /** Restarts from the oldest record that exists. Returns whether the shard had been read before. */
  startOver(shardId: string): boolean;
  /** Registers the current shards, and forgets those that no longer exist. */
  trackShards(shards: readonly Shard[]): void;
};

/**
 * LATEST applies to the shards that are open at the start. Shards that are already closed are skipped.
 * Shards that are created later are read from their beginning, because all their records are new.
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
      // A new stream has no shards yet.
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
