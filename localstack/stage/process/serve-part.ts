import { known, parseJson } from '@willcall/contracts';
import type * as z from 'zod';
import { findFailureCause } from '../../aws/failures/failure-causes.ts';
import { LocalAwsError, PortTakenError } from '../../aws/local-aws-error.ts';
import { type PartReply, STOP } from './protocol.ts';

type StartedPart = {
  /** What the parent needs to know. */
  readonly ready: unknown;
  stop(): Promise<void>;
};

/**
 * Runs a part of a stage in this process, as its parent requests, until the parent sends STOP. The output
 * of this process is the log of the part.
 */
export const servePart = async <Request>(
  schema: z.ZodType<Request>,
  start: (request: Request) => Promise<StartedPart>,
): Promise<void> => {
  // The parent has exited or was killed. SQS delivers messages in progress again after their visibility timeout.
  process.once('disconnect', () => process.exit(1));
  // Its files hold the ids of buyers.
  process.umask(0o077);
  try {
    const { ready, stop } = await start(schema.parse(parseJson(known(process.argv[2], 'request'))));
    process.on('message', async (message) => {
      if (message !== STOP) return;
      await stop();
      process.exit(0);
    });
    reply({ outcome: 'ready', ready });
  } catch (error) {
    console.error(error);
    if (error instanceof PortTakenError) reply({ outcome: 'port-taken' });
    else reply({ outcome: 'failed', message: errorSentence(error) });
  }
};

const reply = (answer: PartReply): void => {
  process.send?.(answer);
};

function errorSentence(error: unknown): string {
  if (error instanceof LocalAwsError) return error.message;
  const cause = findFailureCause(error);
  if (cause !== undefined) return cause.explain({ file: placeOf(error), setting: 'WILLCALL_DATA' });
  const said = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return `The functions did not start (${said.replaceAll(/\s+/g, ' ').replace(/\.$/, '')}).`;
}

/** The file of an error of the file system. */
function placeOf(error: unknown): string {
  return error instanceof Error && 'path' in error ? String(error.path) : 'the data folder';
}
