import * as z from 'zod';
import { LocalAwsError } from '../../aws/local-aws-error.ts';
import type { ApiAnswer } from './api.ts';

const Problem = z.object({ code: z.string() });

/** The API answered what no buyer of a demo should see. Its message is the same for the same answer. */
export class UnexpectedAnswer extends LocalAwsError {
  constructor(route: string, answer: ApiAnswer | 'none', expected: string, options?: ErrorOptions) {
    super('BACKEND_UNAVAILABLE', `${route}: ${described(answer)} instead of ${expected}`, options);
    this.name = 'UnexpectedAnswer';
  }
}

const described = (answer: ApiAnswer | 'none'): string => {
  if (answer === 'none') return 'no answer';
  const problem = Problem.safeParse(answer.body);
  return problem.success ? `${answer.status} ${problem.data.code}` : `${answer.status}`;
};
