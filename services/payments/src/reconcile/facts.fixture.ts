import type { Intent } from '../provider/payment-provider.ts';
import type { ComparedPurchase, Comparing, PurchaseFacts } from './purchase-facts.ts';

/** A day after the hall opened: nothing of the facts below is in flight. */
export const now = new Date('2031-06-02T20:00:00.000Z');

export const comparing: Comparing = { now, refundWithinMs: 15 * 60_000, feePerTicket: 300 };

export const PURCHASE_ID = 'Qm9va3MtYXJlLW9wZW4tdG8tYWxsLW9m';

/** A purchase of two tickets that was paid in time. */
export const confirmed: ComparedPurchase = {
  userId: 'ana',
  recordKey: 'P#Qm9va3MtYXJlLW9w',
  purchaseId: PURCHASE_ID,
  showId: 'hamlet',
  status: 'CONFIRMED',
  quantity: 2,
  total: { amount: 3_000, currency: 'EUR' },
  payment: { intent: 'pi_own', attempt: 1 },
  decidedAt: '2031-06-01T20:00:00.000Z',
  paidAt: '2031-06-01T20:02:00.000Z',
};

/** The same purchase in another state, which has no tickets. */
export const make = (
  status: ComparedPurchase['status'],
  changes: Partial<ComparedPurchase> = {},
): ComparedPurchase => {
  const { paidAt: _, ...unpaid } = confirmed;
  return { ...unpaid, status, ...changes };
};

/** The intent of that purchase, which took all that it costs. */
export const paid: Intent = {
  id: 'pi_own',
  status: 'succeeded',
  amount: { amount: 3_000, currency: 'EUR' },
  received: 3_000,
  refunded: 0,
  order: { stage: 'prod', purchaseId: PURCHASE_ID, userId: 'ana' },
  createdAt: '2031-06-01T20:01:00.000Z',
  paidAt: '2031-06-01T20:02:00.000Z',
  isDisputed: false,
};

/** An intent that took nothing. */
export const unpaid = (status: 'open' | 'processing' | 'canceled', id = 'pi_own'): Intent => {
  const { paidAt: _, ...intent } = paid;
  return { ...intent, id, status, received: 0 };
};

export const facts = (
  purchase: ComparedPurchase | undefined,
  ...intents: readonly Intent[]
): PurchaseFacts => ({ purchase, intents });
