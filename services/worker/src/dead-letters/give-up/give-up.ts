import { recordRefusal, type Store } from '@willcall/store';
import type { SQSRecord } from 'aws-lambda';
import { isPermanent } from '../fault/is-permanent.ts';
import { failedRecord } from './failed-record.ts';
import { identify } from './identify.ts';
import { type ParkDependencies, park } from './park.ts';

export type GiveUpDependencies = ParkDependencies & {
  readonly store: Store<'purchases'>;
  readonly clock: () => Date;
};

/**
 * Ends a message that can never be decided: recorded FAILED where nothing else is, which is final for
 * its key; parked when it cannot be told whose it is, or when not even that record can be written.
 *
 *     whose and which ─┬─ known ──▶ put(not exists) ─┬─ done, or decided before ──▶ delete
 *                      │                             ├─ refused as such ──▶ park
 *                      └─ unknown ──▶ park           └─ out of reach ──▶ later
 *
 * @param reason why it cannot be decided.
 * @throws StoreError STORE_UNAVAILABLE, MessagingError: nothing may be deleted.
 */
export async function giveUp(
  record: SQSRecord,
  reason: unknown,
  dependencies: GiveUpDependencies,
): Promise<void> {
  const { store, clock, log, measure } = dependencies;
  const purchase = identify(record.body);
  if (purchase === undefined) return park(record, reason, dependencies);

  const failed = failedRecord(purchase, record, clock().toISOString());
  try {
    if ((await recordRefusal(store, failed)).kind === 'already-decided') {
      measure.count('DecidedBefore');
      return;
    }
  } catch (error) {
    if (isPermanent(error)) return park(record, error, dependencies);
    throw error;
  }
  const { purchaseId, status, correlationId } = failed;
  const { messageId } = record;
  log.error('Purchase given up', { purchaseId, status, correlationId, messageId, error: reason });
  measure.count('Purchases_FAILED');
}
