import { recordRefusal } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import { announceDecision } from './announce-decision.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { type Decision, purchaseRecord } from './purchase-record.ts';
import type { ShowOutcomes } from './show-outcomes.ts';

/**
 * Records a decision that sells nothing, unless an earlier delivery was decided. When it cannot be
 * recorded now, this purchase and the later ones of its buyer come back.
 */
export async function recordDecision(
  purchase: ArrivedPurchase,
  decision: Exclude<Decision, { status: 'CONFIRMED' }>,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const { store, clock, measure } = dependencies;
  const record = purchaseRecord(purchase, decision, clock().toISOString());
  try {
    const result = await recordRefusal(store, record);
    outcomes.decide(purchase);
    if (result === 'recorded') announceDecision(record, dependencies);
    else measure.count('DecidedBefore');
  } catch (error) {
    outcomes.failBuyer(purchase.userId, error);
  }
}
