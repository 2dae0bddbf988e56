import type { Behaviour } from '@willcall/localstack/load';
import * as z from 'zod';
import { type Answer, isNotNow, makeUnexpected, parseBody } from './answer.ts';

const Problem = z.object({ code: z.string() });

/** The meaning of an answer to POST /v1/purchases. */
export type PurchaseVerdict =
  | { readonly kind: 'accepted'; readonly location: string }
  | { readonly kind: 'sold-out' | 'card-refused' | 'not-now' }
  | { readonly kind: 'unexpected'; readonly what: string };

/**
 * Compares an answer with what this buyer must get: 400 INVALID_CARD for a bad card, and the first
 * request's purchase for a repeated request.
 *
 * @param known the location of the purchase that was already accepted for the same key
 */
export const judgePurchaseAnswer = (
  answer: Answer,
  behaviour: Behaviour,
  known: string | undefined,
): PurchaseVerdict => {
  const code = Problem.safeParse(parseBody(answer)).data?.code;
  if (isNotNow(answer)) return { kind: 'not-now' };
  if (behaviour === 'bad-card') {
    return answer.status === 400 && code === 'INVALID_CARD'
      ? { kind: 'card-refused' }
      : makeUnexpected('POST /v1/purchases with a bad card', answer, '400 INVALID_CARD');
  }
  if (known !== undefined) {
    return answer.status === 202 && answer.headers.location === known
      ? { kind: 'accepted', location: known }
      : makeUnexpected('POST /v1/purchases with the same key', answer, 'the same purchase');
  }
  if (answer.status === 409 && code === 'SOLD_OUT') return { kind: 'sold-out' };
  const { location } = answer.headers;
  return answer.status === 202 && location !== undefined
    ? { kind: 'accepted', location }
    : makeUnexpected('POST /v1/purchases', answer, '202 with a Location');
};
