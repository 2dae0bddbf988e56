import { once } from 'node:events';
import { exitCodes } from './errors.ts';

/** Writes whole lines. Settles when it can accept more. */
export type Write = (lines: string) => Promise<void>;

/** Writes to a stream as fast as its reader reads, so memory use stays bounded. */
export const writeTo =
  (stream: NodeJS.WritableStream): Write =>
  async (lines) => {
    if (lines !== '' && !stream.write(lines)) await once(stream, 'drain');
  };

/**
 * Ends this program quietly if the reader closes the output, such as `head -1`. Every command does
 * so by default. Use this function to clean up first.
 */
export const endWhenReaderLeaves = (output: NodeJS.WriteStream, tidy: () => void): void => {
  output.on('error', (error: NodeJS.ErrnoException) => {
    tidy();
    exitAfter(error);
  });
};

/** Ends a command whose output breaks, unless the command handles this itself. */
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
