import { startProgress } from '@willcall/cli';
import { inASentence } from '../../../cli/connection/in-a-sentence.ts';
import type { Replay } from './open-replay.ts';
import { type ReplayReport, replay } from './replay.ts';

/**
 * Sends parked events again, showing how far it has come.
 *
 * @throws LocalAwsError in a sentence when SQS is out of reach.
 */
export const runReplay = async (
  { queue, announce }: Replay,
  interrupt: AbortSignal,
): Promise<ReplayReport> => {
  const progress = startProgress();
  try {
    const onSent = (sent: number) => progress.show(`Announced ${sent}`);
    return await replay(queue, { announce, interrupt, onSent });
  } catch (error) {
    throw inASentence(error);
  } finally {
    progress.end();
  }
};
