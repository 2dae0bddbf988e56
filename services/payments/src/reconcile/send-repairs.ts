import { PAYMENT_TASK_VERSION } from '@willcall/contracts';
import { type Queue, sendPaymentTask } from '@willcall/messaging';
import { type Difference, isRepairable } from './differences.ts';

/**
 * Queues a payment task for each difference that has one right answer. The task reads the record and the provider again,
 * and does what is right then.
 *
 * @param at ISO 8601: now. It names the cause, so that a later reconciliation sends its tasks again.
 * @returns how many tasks were queued
 * @throws MessagingError if SQS did not confirm one. Sending them again is safe.
 */
export async function sendRepairs(
  queue: Queue,
  differences: readonly Difference[],
  { at, correlationId }: { readonly at: string; readonly correlationId: string },
): Promise<number> {
  let sent = 0;
  for (const difference of differences) {
    const { code, purchase, intent } = difference;
    if (!isRepairable(difference) || (purchase === undefined && intent === undefined)) continue;
    const task = {
      version: PAYMENT_TASK_VERSION,
      ...(purchase === undefined ? {} : { purchase }),
      ...(intent === undefined ? {} : { intent }),
      correlationId,
    } as const;
    await sendPaymentTask(queue, task, `reconcile ${at} ${code} ${intent ?? ''}`);
    sent += 1;
  }
  return sent;
}
