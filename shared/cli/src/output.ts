import { once } from 'node:events';
import { exitCodes } from './errors.ts';

/** Takes whole lines; settles when it can take more. */
export type Write = (lines: string) => Promise<void>;

/** Writes to a stream as fast as its reader takes it, so that nothing piles up in memory. */
export const writeTo =
  (stream: NodeJS.WritableStream): Write =>
  async (lines) => {
    if (lines !== '' && !stream.write(lines)) await once(stream, 'drain');
  };

/**
 * Ends this program quietly when the reader of its output closes it, such as `head -1`. Every command
 * does so by default. Use this function to tidy up first.
 */
export const endWhenReaderLeaves = (output: NodeJS.WriteStream, tidy: () => void): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    tidy();
    exitAfter(error);
  });
};

/** What ends a command whose output breaks, unless the command listens itself. */
export const endWhenReaderLeavesByDefault = (output: NodeJS.WriteStream): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    if (output.listenerCount('error') === 1) exitAfter(error);
  });
};

function exitAfter(error: NodeJS.ErrnoException): never {
  if (error.code === 'EPIPE') process.exit(exitCodes.ok);
  console.error(`Cannot write the output: ${error.message}.`);
  process.exit(exitCodes.failed);
}
