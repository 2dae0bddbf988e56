/** How far a shard has been handled: up to a record, or to its end. */
export type ShardPosition = { readonly after: string } | 'FINISHED';

export type ShardPositions = ReadonlyMap<string, ShardPosition>;

/**
 * Where a pump's progress outlives its process.
 *
 * An implementation MUST have kept what was saved when `save` settles, and MUST give nothing for
 * another stream than the one it was saved for: a table made anew has a stream of its own, whose
 * sequence numbers start again. What cannot be loaded counts as nothing: `load` MUST NOT reject.
 */
export type StreamCheckpoint = {
  load(streamArn: string): Promise<ShardPositions>;
  save(streamArn: string, positions: ShardPositions): Promise<void>;
};

/** Forgets with the process: the next one begins at its starting position. */
export const noCheckpoint: StreamCheckpoint = {
  load: async () => new Map(),
  save: async () => undefined,
};
