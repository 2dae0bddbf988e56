import { randomUUID } from 'node:crypto';
import { timeLeft } from '@willcall/domain';
import {
  createClientConfig,
  createScheduleHandler,
  createStoreConnection,
  type Environment,
  NonEmptyText,
  observe,
  readEnvironment,
  type ScheduledFunction,
  type Seams,
} from '@willcall/lambda';
import { openQueue } from '@willcall/messaging';
import { openStore } from '@willcall/store';
import * as z from 'zod/mini';
import { isFault } from '../reconcile/differences.ts';
import { openAccount } from '../reconcile/open-account.ts';
import { reconcileRecent } from '../reconcile/reconcile-recent.ts';
import { sendRepairs } from '../reconcile/send-repairs.ts';

const variables = {
  SHOWS_TABLE: NonEmptyText,
  JOURNAL_TABLE: NonEmptyText,
  PURCHASES_TABLE: NonEmptyText,
  PULSE_TABLE: NonEmptyText,
  PAYMENTS_QUEUE_URL: z.url(),
};

/** Milliseconds. A call waits for its share of the budget until this is left, to report what was found. */
const RESERVE_MS = 10_000;

/** What a turn found and did. */
export type ReconcileCounts = {
  /** Differences that are faults. */
  readonly differences: number;
  /** Tasks that were queued for those that have one right answer. */
  readonly repairs: number;
  /** Parts of the window that were not reached in time. */
  readonly left: number;
};

/**
 * Compares the money that the provider took with the purchases, both ways, every hour. It reports each difference in the
 * log and their number in the metric `ReconciliationDifferences`, even if it is zero, to show that it ran. What has one
 * right answer is queued for `payment-tasks`. It keeps no state.
 *
 * A turn in which the provider or the tables did not answer fails, after it has reported what it found.
 */
export function createReconcile(
  environment: Environment,
  seams: Seams = {},
): ScheduledFunction<ReconcileCounts> {
  const settings = readEnvironment(variables, environment);
  const observability = observe('reconcile', environment);
  const { log, measure } = observability;
  const { clock = () => new Date() } = seams;
  const connection = createStoreConnection(settings, observability, seams);
  const { isOn, ...account } = openAccount(environment, {
    store: openStore({ pulse: settings.PULSE_TABLE }, connection),
    clock,
    patienceMs: () => Math.max(0, timeLeft() - RESERVE_MS),
  });
  const store = openStore(
    {
      shows: settings.SHOWS_TABLE,
      journal: settings.JOURNAL_TABLE,
      purchases: settings.PURCHASES_TABLE,
    },
    connection,
  );
  const queue = openQueue(settings.PAYMENTS_QUEUE_URL, {
    client: createClientConfig(settings, 'SQS'),
    plugins: seams.sqsPlugins ?? [],
  });
  return createScheduleHandler(observability, async (turnLeft) => {
    if (!isOn) return { differences: 0, repairs: 0, left: 0 };
    const found = await reconcileRecent({ ...account, store, clock, timeLeft: turnLeft });
    const { differences, intents, left, failure } = found;
    for (const difference of differences) {
      const { code, purchase, intent } = difference;
      const fields = {
        code,
        ...(purchase === undefined ? {} : { purchaseId: purchase.purchaseId }),
        ...(intent === undefined ? {} : { intent }),
      };
      if (isFault(difference)) log.error('Money and purchases differ', fields);
      else log.warn('A charge is disputed', fields);
    }
    if (left > 0) log.warn('Reconciliation out of time', { count: left });
    const at = clock().toISOString();
    const repairs = await sendRepairs(queue, differences, { at, correlationId: randomUUID() });
    const faults = differences.filter(isFault).length;
    log.info('Money reconciled', { count: intents });
    measure.count('ReconciliationDifferences', faults);
    // What was found is reported and queued before the turn fails.
    if (failure !== undefined) throw failure;
    return { differences: faults, repairs, left };
  });
}
