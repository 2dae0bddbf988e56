import type { SQSRecord } from 'aws-lambda';
import { decideRecords } from '../../batch/decide-records.ts';
import type { DecisionDependencies } from '../../decision/dependencies.ts';
import { isExpiring } from '../fault/is-expiring.ts';
import { isPermanent } from '../fault/is-permanent.ts';
import { type GiveUpDependencies, giveUp } from '../give-up/give-up.ts';
import { park } from '../give-up/park.ts';

export type DecideAloneDependencies = DecisionDependencies & GiveUpDependencies;

/**
 * Decides one message by the worker's own code, without neighbours. What will never be decided is
 * given up; what cannot be decided now is thrown, and comes back, until SQS is about to forget it.
 *
 * @throws the worker's reason, StoreError, MessagingError: the message must stay.
 */
export async function decideAlone(
  record: SQSRecord,
  dependencies: DecideAloneDependencies,
): Promise<void> {
  const [result] = await decideRecords([record], dependencies);
  if (result?.status === 'fulfilled') return;
  const reason: unknown = result?.reason;
  if (isPermanent(reason)) return giveUp(record, reason, dependencies);
  if (isExpiring(record, dependencies.clock())) return park(record, reason, dependencies);
  throw reason;
}
