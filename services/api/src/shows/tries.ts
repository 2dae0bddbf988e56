import { setTimeout as wait } from 'node:timers/promises';
import { conflictJitterMs } from '@willcall/domain';
import { ProblemError } from '@willcall/lambda';

/** More than admins will ever change one show in the same moment, and room for conflicts with its sale. */
const MOST_TRIES = 16;
const RETRY_AFTER_SECONDS = 1;

/** What a try came to when it is no answer: look again, at once or, after a conflict, in a moment. */
export type Again = 'refused' | 'no-such-show' | 'conflict';

/**
 * Looks and writes until a write holds: each try reads anew what its write rests on.
 *
 * @param attempt is given which try it is, from 0.
 * @throws ProblemError STORE_UNAVAILABLE when others were faster each time.
 */
export async function tries<Answer extends object>(
  attempt: (nth: number) => Promise<Answer | Again>,
  random: () => number,
): Promise<Answer> {
  for (let nth = 0; nth < MOST_TRIES; nth += 1) {
    const answer = await attempt(nth);
    if (typeof answer !== 'string') return answer;
    if (answer === 'conflict') {
      await wait(conflictJitterMs(nth, random));
    }
  }
  throw new ProblemError('STORE_UNAVAILABLE', { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
