import * as z from 'zod';
import { type Answer, jsonOf } from './answer.ts';

const Problem = z.object({ code: z.string() });

/** A verdict on what no buyer should get; the same sentence for the same answer. */
export const unexpected = (
  request: string,
  answer: Answer,
  expected: string,
): { readonly kind: 'unexpected'; readonly what: string } => {
  const code = Problem.safeParse(jsonOf(answer)).data?.code;
  const got = code === undefined ? `${answer.status}` : `${answer.status} ${code}`;
  return { kind: 'unexpected', what: `${request}: ${got} instead of ${expected}` };
};
