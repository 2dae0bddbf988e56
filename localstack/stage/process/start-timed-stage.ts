import { dirname } from 'node:path';
import { makePrivateFolder } from '../../aws/identity/private-files.ts';
import type { LocalAwsError } from '../../aws/local-aws-error.ts';
import { ReadyTimedStage, type TimedStageRequest, TimeMove } from './protocol.ts';
import { startPart } from './start-part.ts';

type TimedStageOptions = TimedStageRequest & {
  readonly logFile: string;
  readonly signal?: AbortSignal | undefined;
};

/** A whole stage that takes payments, in a process of its own, with a clock that its owner moves. */
export type TimedStage = ReadyTimedStage & {
  /** The time of the stage: that of the machine, and what was added. */
  now(): Date;
  /**
   * Lets time pass at once. Returns when the provider has done what is due by then and has sent its webhooks, and the
   * purchases are queued whose holds have ended.
   */
  pass(ms: number): Promise<void>;
  /** Settles when its process ends without a call to `stop`. */
  readonly unexpectedEnd: Promise<LocalAwsError>;
  /** Stops the process, and waits until it has exited. Can be repeated. */
  stop(): Promise<void>;
};

/** @throws LocalAwsError; the signal's reason */
export const startTimedStage = async ({
  logFile,
  signal,
  ...request
}: TimedStageOptions): Promise<TimedStage> => {
  await makePrivateFolder(dirname(logFile));
  const moves = new Map<number, () => void>();
  let aheadMs = 0;
  const part = await startPart({
    name: 'The stage',
    program: 'timed-stage.ts',
    request,
    folder: undefined,
    ready: ReadyTimedStage,
    logFile,
    signal,
    onMessage: (message) => moves.get(TimeMove.parse(message).timeMove)?.(),
  });
  const { unexpectedEnd, stop } = part;
  try {
    return {
      ...(await part.ready),
      now: () => new Date(Date.now() + aheadMs),
      pass: async (ms) => {
        const { promise, resolve } = Promise.withResolvers<void>();
        const timeMove = moves.size;
        moves.set(timeMove, resolve);
        aheadMs += ms;
        part.send({ timeMove, ms } satisfies TimeMove);
        await Promise.race([
          promise,
          unexpectedEnd.then((error) => {
            throw error;
          }),
        ]);
      },
      unexpectedEnd,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
};
