import { keepsLedger } from '@willcall/domain';
import { noteRefusal, recordRefusal, type ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import { announceDecision } from './announce-decision.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { type Decision, purchaseRecord } from './purchase-record.ts';
import type { ShowOutcomes } from './show-outcomes.ts';

/**
 * Records a decision that sells nothing, unless an earlier delivery was decided, and enters it into the
 * buyer's ledger where the show keeps one. When it cannot be recorded now, this purchase and the later
 * ones of its buyer come back; what an interruption has left of the ledger is entered then.
 */
export async function recordDecision(
  show: ShowRecord | undefined,
  purchase: ArrivedPurchase,
  decision: Exclude<Decision, { status: 'CONFIRMED' }>,
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const { store, clock, measure } = dependencies;
  const record = purchaseRecord(purchase, decision, clock().toISOString());
  try {
    const result = await recordRefusal(store, record);
    const stands = result.kind === 'recorded' ? record : result.earlier;
    const isRefusal = stands?.status === 'REJECTED' || stands?.status === 'FAILED';
    if (show !== undefined && keepsLedger(show) && isRefusal) {
      await noteRefusal(store, show.showId, stands);
    }
    outcomes.decide(purchase);
    if (result.kind === 'recorded') announceDecision(record, dependencies);
    else measure.count('DecidedBefore');
  } catch (error) {
    outcomes.failBuyer(purchase.userId, error);
  }
}
