import { LoadSample } from '@willcall/localstack/load';
import * as z from 'zod';
import { type Answer, isNotNow, makeUnexpected, parseBody } from './answer.ts';

type Decided = Extract<LoadSample, { kind: 'decided' }>;

/** The meaning of an answer to GET /v1/purchases/{purchaseId}. */
export type PollVerdict =
  | { readonly kind: 'pending' | 'not-now' }
  | Decided
  | { readonly kind: 'unexpected'; readonly what: string };

const Pending = z.object({ status: z.literal('PENDING') });

export const judgePollAnswer = (answer: Answer, at: number): PollVerdict => {
  if (isNotNow(answer)) return { kind: 'not-now' };
  const body = parseBody(answer);
  if (answer.status === 200 && Pending.safeParse(body).success) return { kind: 'pending' };
  const decided = LoadSample.safeParse({ ...Object(body), kind: 'decided', at });
  return answer.status === 200 && decided.data?.kind === 'decided'
    ? decided.data
    : makeUnexpected('GET Location', answer, '200 and a purchase');
};
