import { startProgress } from '@willcall/cli';
import { MessagingError } from '@willcall/messaging';
import { StoreError } from '@willcall/store';
import { LocalAwsError } from '../../aws/local-aws-error.ts';
import type { DeadLettersOptions } from './options.ts';
import type { Places } from './places.ts';
import { printedRedrive } from './redrive/printed-redrive.ts';
import { redrive } from './redrive/redrive.ts';
import { listLetters } from './report/list-letters.ts';
import { printedLetters } from './report/printed-letters.ts';

const clock = () => new Date();

/**
 * Lists, or sends back; what is to be printed.
 *
 * @throws LocalAwsError in a sentence when SQS or DynamoDB is out of reach.
 */
export const runDeadLetters = async (
  places: Places,
  options: DeadLettersOptions,
  interrupt: AbortSignal,
): Promise<string> => {
  try {
    if (!options.redrive) {
      const report = await listLetters(places, clock);
      return options.json ? JSON.stringify(report) : printedLetters(report);
    }
    const report = await withProgress((onSent) => redrive(places, { clock, interrupt, onSent }));
    return options.json ? JSON.stringify(report) : printedRedrive(report);
  } catch (error) {
    throw inASentence(error);
  }
};

const withProgress = async <T>(
  work: (onSent: (sent: number) => void) => Promise<T>,
): Promise<T> => {
  const progress = startProgress();
  try {
    return await work((sent) => progress.show(`Sent ${sent} back`));
  } finally {
    progress.end();
  }
};

const inASentence = (error: unknown): unknown => {
  if (!(error instanceof MessagingError || error instanceof StoreError)) return error;
  const why = error.cause instanceof Error ? ` (${error.cause.name})` : '';
  const message = `${error.message}${why}: nothing was lost, try again.`;
  return new LocalAwsError('BACKEND_UNAVAILABLE', message, { cause: error });
};
