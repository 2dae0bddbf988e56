import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../json.ts';

/** How far a shard has been handled: up to a record, or to its end. */
export type ShardPosition = { readonly after: string } | 'FINISHED';

type ShardPositions = ReadonlyMap<string, ShardPosition>;

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

const Saved = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.union([z.object({ after: z.string() }), z.literal('FINISHED')])),
});

/**
 * Keeps a stream's positions in a file, one file a stream. A file that cannot be read counts as
 * none: then records are handled again, which every function must bear anyway.
 */
export const createFileCheckpoint = (file: string): StreamCheckpoint => {
  let writing: Promise<void> = Promise.resolve();
  return {
    load: async (streamArn) => {
      const text = await readFile(file, 'utf8').catch(() => '');
      const saved = Saved.safeParse(parseJson(text)).data;
      return new Map(saved?.streamArn === streamArn ? Object.entries(saved.shards) : []);
    },
    save: (streamArn, positions) => {
      const content = JSON.stringify({ streamArn, shards: Object.fromEntries(positions) });
      // Shards save side by side: one after the other, so that the last word is the latest.
      writing = writing.catch(() => undefined).then(() => replaceFile(file, content));
      return writing;
    },
  };
};

/** Whole or not at all, also when the process is killed meanwhile. */
const replaceFile = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
};
