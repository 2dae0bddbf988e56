import { setTimeout as delay } from 'node:timers/promises';
import { Instant, rejectionReasons } from '@willcall/contracts';
import * as z from 'zod';
import type { Api } from '../../../cli/api/api.ts';
import { retryAfterMs } from '../../../cli/api/retry-after.ts';
import { sendAgain } from '../../../cli/api/send-again.ts';
import { UnexpectedAnswer } from '../../../cli/api/unexpected-answer.ts';
import type { AcceptedPurchase } from './request-purchase.ts';

const Decision = z.object({
  status: z.enum(['CONFIRMED', 'REJECTED', 'FAILED', 'CANCELLED']),
  reason: z.enum(rejectionReasons).optional(),
  quantity: z.int(),
  requestedAt: Instant,
  decidedAt: Instant,
});
export type Decision = z.infer<typeof Decision>;

const Pending = z.object({ status: z.literal('PENDING') });

/** Milliseconds between two looks when the server does not say. */
const PAUSE_MS = 1_000;

/**
 * Looks at a purchase as often as the server asks for, until it is decided.
 *
 * @throws UnexpectedAnswer for anything but a purchase, or the signal's reason
 */
export const awaitDecision = async (
  api: Api,
  accepted: AcceptedPurchase,
  token: string,
  signal: AbortSignal,
): Promise<Decision> => {
  let { headers } = accepted.answer;
  for (;;) {
    await delay(retryAfterMs(headers, PAUSE_MS), undefined, { signal });
    const answer = await sendAgain(api, { method: 'GET', path: accepted.location, token, signal });
    if (answer === 'none' || answer.status !== 200) throw notAPurchase(answer);
    const decision = Decision.safeParse(answer.body);
    if (decision.success) return decision.data;
    if (!Pending.safeParse(answer.body).success) throw notAPurchase(answer);
    headers = answer.headers;
  }
};

const notAPurchase = (answer: ConstructorParameters<typeof UnexpectedAnswer>[1]) =>
  new UnexpectedAnswer('GET Location', answer, '200 and a purchase');
