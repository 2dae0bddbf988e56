import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import { parseJson } from '../../json.ts';

/** How far a shard has been processed: up to a record, or to its end. */
export type ShardPosition = { readonly after: string } | 'FINISHED';

type ShardPositions = ReadonlyMap<string, ShardPosition>;

/**
 * Keeps the progress of a stream poller across restarts.
 *
 * When `save` settles, an implementation MUST have stored the positions. `load` MUST return no positions
 * for another stream, because a recreated table has a new stream whose sequence numbers start again.
 * `load` MUST NOT reject: positions that cannot be loaded count as missing.
 */
export type StreamCheckpoint = {
  load(streamArn: string): Promise<ShardPositions>;
  save(streamArn: string, positions: ShardPositions): Promise<void>;
};

/** Keeps nothing. The next process begins at its starting position. */
export const noCheckpoint: StreamCheckpoint = {
  load: async () => new Map(),
  save: async () => undefined,
};

const Saved = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.union([z.object({ after: z.string() }), z.literal('FINISHED')])),
});

/**
 * Keeps the positions of one stream in a file. A file that cannot be read counts as missing. Records
 * are then processed again, which every function must tolerate.
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
      // Shards save concurrently. Writes run one after another, so that the latest positions win.
      writing = writing.catch(() => undefined).then(() => replaceFile(file, content));
      return writing;
    },
  };
};

/** Replaces a file atomically, even if the process is killed meanwhile. */
const replaceFile = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
};
