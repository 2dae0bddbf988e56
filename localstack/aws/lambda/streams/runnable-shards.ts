import type { Shard } from './stream-source.ts';

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
