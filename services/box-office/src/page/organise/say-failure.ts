import { WillcallError } from '@willcall/client';
import { organiseTexts } from '../text/organise.ts';

const isKnown = (code: string): code is keyof typeof organiseTexts.problems =>
  Object.hasOwn(organiseTexts.problems, code);

/** Says why a request did not succeed. */
export function sayFailure(error: unknown): string {
  const { problems, noAnswer, other, signedOut, unsure } = organiseTexts;
  if (!(error instanceof WillcallError) || error.status === undefined) return noAnswer;
  if (isKnown(error.code)) return problems[error.code];
  // A function that ran out of time may have finished, and nobody knows.
  if (error.status >= 500) return unsure(error.code);
  // The gateway refuses without a code of the API.
  if (error.status === 401) return signedOut;
  return error.status === 403 ? problems.FORBIDDEN : other(error.code);
}
