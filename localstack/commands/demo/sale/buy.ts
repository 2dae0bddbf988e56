import type { Api } from '../../../cli/api/api.ts';
import { UnexpectedAnswer } from '../../../cli/api/unexpected-answer.ts';
import { awaitDecision, type Decision } from './await-decision.ts';
import type { Buyer } from './buyers.ts';
import { requestPurchase } from './request-purchase.ts';

/** What a buyer saw. */
export type BuyerStory = {
  readonly quantity: number;
  /** From asking to the 202, with waiting in line and repetitions; none: never accepted. */
  readonly acceptMs?: number;
  readonly end:
    | { readonly kind: 'decided'; readonly decision: Decision }
    /** At once, without a record. */
    | { readonly kind: 'refused'; readonly reason: 'SOLD_OUT' }
    | { readonly kind: 'undecided' }
    | { readonly kind: 'unexpected'; readonly answer: string };
};

export type BuyerEvents = {
  readonly onAccepted: () => void;
  readonly onDecided: (decision: Decision) => void;
  readonly onRefused: () => void;
};

/** One buyer from the first request until the purchase is decided, or the signal says that time is up. */
export const buy = async (
  api: Api,
  showId: string,
  buyer: Buyer,
  { onAccepted, onDecided, onRefused }: BuyerEvents,
  signal: AbortSignal,
): Promise<BuyerStory> => {
  const askedAt = performance.now();
  let story: Pick<BuyerStory, 'quantity' | 'acceptMs'> = { quantity: buyer.quantity };
  try {
    const accepted = await requestPurchase(api, showId, buyer, signal);
    if (accepted === 'sold-out') {
      onRefused();
      return { ...story, end: { kind: 'refused', reason: 'SOLD_OUT' } };
    }
    story = { ...story, acceptMs: performance.now() - askedAt };
    onAccepted();
    const decision = await awaitDecision(api, accepted, buyer.token, signal);
    onDecided(decision);
    return { ...story, end: { kind: 'decided', decision } };
  } catch (error) {
    if (signal.aborted) return { ...story, end: { kind: 'undecided' } };
    if (!(error instanceof UnexpectedAnswer)) throw error;
    return { ...story, end: { kind: 'unexpected', answer: error.message } };
  }
};
