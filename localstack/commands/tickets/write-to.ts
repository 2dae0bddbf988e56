import { once } from 'node:events';
import type { Write } from './export-tickets.ts';

/** Writes to a stream as fast as its reader takes it, so that nothing piles up in memory. */
export const writeTo =
  (stream: NodeJS.WritableStream): Write =>
  async (lines) => {
    if (lines !== '' && !stream.write(lines)) await once(stream, 'drain');
  };
