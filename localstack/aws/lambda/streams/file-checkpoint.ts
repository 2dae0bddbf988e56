import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import * as z from 'zod';
import type { StreamCheckpoint } from './stream-checkpoint.ts';

const Saved = z.object({
  streamArn: z.string(),
  shards: z.record(z.string(), z.union([z.object({ after: z.string() }), z.literal('FINISHED')])),
});

/**
 * Keeps a stream's positions in a file, one file a stream. A file that cannot be read counts as
 * none: then records are handled again, which every function must bear anyway.
 */
export const fileCheckpoint = (file: string): StreamCheckpoint => {
  let writing: Promise<void> = Promise.resolve();
  return {
    load: async (streamArn) => {
      const saved = Saved.safeParse(await readJson(file)).data;
      return new Map(saved?.streamArn === streamArn ? Object.entries(saved.shards) : []);
    },
    save: (streamArn, positions) => {
      const content = JSON.stringify({ streamArn, shards: Object.fromEntries(positions) });
      // Shards save side by side: one after the other, so that the last word is the latest.
      writing = writing.catch(() => undefined).then(() => replace(file, content));
      return writing;
    },
  };
};

const readJson = async (file: string): Promise<unknown> => {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
};

/** Whole or not at all, also when the process is killed meanwhile. */
const replace = async (file: string, content: string): Promise<void> => {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(`${file}.new`, content);
  await rename(`${file}.new`, file);
};
