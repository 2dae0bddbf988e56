import { known, parseJson } from '@willcall/contracts';
import { findFailureCause } from '../../aws/failures/failure-causes.ts';
import { LocalAwsError, PortTakenError } from '../../aws/local-aws-error.ts';
import { type LocalStage, startStage } from '../start-stage.ts';
import { STOP, type StageReply, StageRequest } from './protocol.ts';

/** Runs the gateway, the functions and the pollers. The output of this process is their log. */
const serve = async (): Promise<void> => {
  const { stage, port, dataFolder, ...aws } = StageRequest.parse(
    parseJson(known(process.argv[2], 'request')),
  );
  const running = await startStage({ aws, stage, port, dataFolder });
  process.on('message', async (message) => {
    if (message === STOP) await end(running);
  });
  const { url, eventsEndpoint, resources } = running;
  reply({ outcome: 'ready', url, eventsEndpoint, ...resources });
};

const end = async (running: LocalStage): Promise<void> => {
  await running.stop();
  process.exit(0);
};

const reply = (answer: StageReply): void => {
  process.send?.(answer);
};

/** The parent has exited or was killed. SQS delivers messages in progress again after their visibility timeout. */
process.once('disconnect', () => process.exit(1));

// Its files hold the ids of buyers.
process.umask(0o077);

try {
  await serve();
} catch (error) {
  console.error(error);
  if (error instanceof PortTakenError) reply({ outcome: 'port-taken' });
  else reply({ outcome: 'failed', message: errorSentence(error) });
}

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
