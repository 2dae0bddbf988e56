import type { RejectionReason } from '@willcall/contracts';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { recordDecision } from './record-decision.ts';
import type { ShowOutcomes } from './show-outcomes.ts';

export type Refusal = { readonly purchase: ArrivedPurchase; readonly reason: RejectionReason };

/** Records refusals: those of one buyer in turn, those of different buyers side by side. */
export async function recordRefusals(
  refusals: readonly Refusal[],
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const byBuyer = Map.groupBy(refusals, ({ purchase }) => purchase.userId);
  await Promise.all(
    [...byBuyer.values()].map(async (ofBuyer) => {
      for (const { purchase, reason } of ofBuyer) {
        // An earlier refusal of this buyer could not be recorded: this one comes back with it.
        if (!outcomes.isUndecided(purchase)) continue;
        await recordDecision(purchase, { status: 'REJECTED', reason }, outcomes, dependencies);
      }
    }),
  );
}
