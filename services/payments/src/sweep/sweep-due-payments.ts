import { PAYMENT_TASK_VERSION } from '@willcall/contracts';
import {
  forEachConcurrently,
  REMINDER_LANES,
  reminderPartition,
  SWEEP_OVERLAP_MINUTES,
  toMinute,
} from '@willcall/domain';
import type { Log, Measure } from '@willcall/lambda';
import { type Queue, sendPaymentTask } from '@willcall/messaging';
import {
  type DuePayment,
  forgetDueMinute,
  listDuePayments,
  readDueMinutes,
  removeDuePayment,
  type Store,
} from '@willcall/store';

/** Dependencies of a sweep. */
export type SweepDependencies = {
  readonly store: Store<'due-payments'>;
  readonly payments: Queue;
  readonly clock: () => Date;
  /** Milliseconds until the rest must be left to the next sweep. */
  readonly timeLeft: () => number;
  readonly log: Log;
  readonly measure: Measure;
};

/** The result of a sweep. */
export type SweptPayments = {
  /** Tasks that this sweep sent. */
  readonly queued: number;
  /** Whether everything due was sent. Otherwise the next sweep goes on. */
  readonly isDone: boolean;
};

/** Due payments of one lane that are sent at a time. For all lanes together that is just below the SDK's 50 connections. */
const SENDS_PER_LANE = 3;

/** A hold that was not ended so long after its end is counted. The first try takes less than two minutes. */
const PAST_END_MS = 5 * 60_000;

/** No minute is earlier than this text. */
const FIRST_MINUTE = '0';

/**
 * Sends the tasks of all due payments, the earlier minutes first and their lanes side by side, and removes each one
 * after SQS has accepted its task:
 *
 *     send ✓ ── remove ✗ lost ── the next sweep: send (SQS drops it, or nothing is left to do) ── remove ✓
 *
 * A minute stays listed until all of it was sent, and a few minutes longer, because one may be armed by a clock that
 * is behind. So the list is the position of the sweep: after an outage of any length, it reads only what is left.
 * An idle sweep reads the list. A lane that fails takes nothing from the others.
 *
 * @throws the first error of a lane: StoreError STORE_UNAVAILABLE, MessagingError. The next sweep goes on.
 */
export async function sweepDuePayments(dependencies: SweepDependencies): Promise<SweptPayments> {
  const { store, clock, timeLeft, log, measure } = dependencies;
  const now = clock();
  const minutes = await readDueMinutes(
    store,
    'due-payments',
    FIRST_MINUTE,
    toMinute(now.getTime()),
  );
  let queued = 0;
  let pastEnd = 0;
  let oldest = now.getTime();
  let error: unknown;
  let isDone = true;

  const sendLane = async (dueKey: string): Promise<void> => {
    for await (const page of listDuePayments(store, dueKey)) {
      await forEachConcurrently(page, SENDS_PER_LANE, async (due) => {
        if (timeLeft() <= 0) {
          isDone = false;
          return;
        }
        await sendDue(due, dependencies);
        queued += 1;
        if (isPastEnd(due, now)) pastEnd += 1;
      });
    }
  };

  for (const minute of minutes) {
    if (timeLeft() <= 0) {
      isDone = false;
      break;
    }
    const before = queued;
    const lanes = Array.from({ length: REMINDER_LANES }, (_, lane) =>
      reminderPartition(minute, lane),
    );
    const swept = await Promise.allSettled(lanes.map(sendLane));
    const failed = swept.find(({ status }) => status === 'rejected');
    if (failed?.status === 'rejected') error ??= failed.reason;
    const minuteAt = Date.parse(`${minute}Z`);
    if (queued > before || failed !== undefined) oldest = Math.min(oldest, minuteAt);
    const isOver = now.getTime() - minuteAt > SWEEP_OVERLAP_MINUTES * 60_000;
    if (isOver && isDone && failed === undefined) await forgetDueMinute(store, minute);
  }

  measure.count('PaymentTasksDue', queued);
  measure.count('HoldsPastEnd', pastEnd);
  measure.milliseconds('PaymentTasksLag', now.getTime() - oldest);
  if (error !== undefined) throw error;
  if (!isDone) log.warn('Sweep out of time: the next sweep continues', { count: queued });
  return { queued, isDone };
}

async function sendDue(
  due: DuePayment,
  { store, payments }: Pick<SweepDependencies, 'store' | 'payments'>,
): Promise<void> {
  const { purchase, intent, correlationId, dueKey, armedAt } = due;
  await sendPaymentTask(
    payments,
    {
      version: PAYMENT_TASK_VERSION,
      ...(purchase === undefined ? {} : { purchase }),
      ...(intent === undefined ? {} : { intent }),
      correlationId,
    },
    `due ${dueKey} ${armedAt} ${intent ?? ''}`,
  );
  await removeDuePayment(store, due);
}

const isPastEnd = ({ holdUntil }: DuePayment, now: Date): boolean =>
  holdUntil !== undefined && now.getTime() - Date.parse(holdUntil) > PAST_END_MS;
