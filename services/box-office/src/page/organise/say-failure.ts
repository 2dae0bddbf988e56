import { WillcallError } from '@willcall/client';
import { organiseTexts } from '../text/organise.ts';

const isKnown = (code: string): code is keyof typeof organiseTexts.problems =>
  Object.hasOwn(organiseTexts.problems, code);

/** Says why a request did not succeed. */
export function sayFailure(error: unknown): string {
  const { problems, noAnswer, other } = organiseTexts;
  if (!(error instanceof WillcallError) || error.status === undefined) return noAnswer;
  return isKnown(error.code) ? problems[error.code] : other(error.code);
}
