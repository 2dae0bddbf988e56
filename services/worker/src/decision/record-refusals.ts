import type { Refusal } from '@willcall/domain';
import type { ShowRecord } from '@willcall/store';
import type { ArrivedPurchase } from '../batch/read-message.ts';
import type { DecisionDependencies } from './dependencies.ts';
import { recordDecision } from './record-decision.ts';
import type { ShowOutcomes } from './show-outcomes.ts';

/** Records refusals: those of one buyer in turn, those of different buyers side by side. */
export async function recordRefusals(
  show: ShowRecord | undefined,
  refusals: readonly ({ readonly purchase: ArrivedPurchase } & Refusal)[],
  outcomes: ShowOutcomes,
  dependencies: DecisionDependencies,
): Promise<void> {
  const byBuyer = Map.groupBy(refusals, ({ purchase }) => purchase.userId);
  await Promise.all(
    [...byBuyer.values()].map(async (ofBuyer) => {
      for (const { purchase, ...refusal } of ofBuyer) {
        // An earlier refusal of this buyer could not be recorded: this one comes back with it.
        if (!outcomes.isUndecided(purchase)) continue;
        const decision = { status: 'REJECTED', ...refusal } as const;
        await recordDecision(show, purchase, decision, outcomes, dependencies);
      }
    }),
  );
}
