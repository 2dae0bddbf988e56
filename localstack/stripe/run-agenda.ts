import type { Account, Call } from './account.ts';
import { openDispute } from './operations/charges.ts';
import { endRefund, failRefund } from './operations/refunds.ts';
import { endProcessing } from './payments/take-payment.ts';
import type { Delivery, StepKind } from './store/agenda.ts';
import { attemptDelivery } from './webhooks/deliver.ts';

export type AgendaRunner = {
  /** Begins what is due by the account's clock. Call it after each change. */
  wake(): void;
  /** Carries out what is due by the account's clock, until nothing is. Retries that are due later stay. */
  settle(): Promise<void>;
  /** Sends the held deliveries, one after the other. */
  release(order: 'created' | 'reversed'): Promise<void>;
  /** Ends the attempts in progress. What is left waits for the next process. Can be repeated. */
  stop(): Promise<void>;
};

const STEPS: Readonly<Record<StepKind, (call: Call, object: string) => void>> = {
  'end-processing': endProcessing,
  'end-refund': endRefund,
  'fail-refund': failRefund,
  'open-dispute': openDispute,
};

/** A slow receiver must not get more at once than it would get from Stripe. */
const MOST_AT_ONCE = 10;

/** The longest time of a timer. */
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Carries out the steps and deliveries of an account when they are due. */
export const runAgenda = (account: Account): AgendaRunner => {
  const { store, now } = account;
  const stopping = new AbortController();
  const inProgress = new Map<number, Promise<void>>();
  let timer: NodeJS.Timeout | undefined;

  const begin = (delivery: Delivery): Promise<void> => {
    const attempt = attemptDelivery(account, delivery, stopping.signal).finally(() => {
      inProgress.delete(delivery.number);
      wake();
    });
    inProgress.set(delivery.number, attempt);
    return attempt;
  };

  const carryOutSteps = () => {
    for (const step of store.agenda.dueSteps(now())) {
      store.transact(() => {
        STEPS[step.kind]({ account, request: null }, step.object);
        store.agenda.removeStep(step.number);
      });
    }
  };

  const wake = () => {
    if (stopping.signal.aborted) return;
    clearTimeout(timer);
    carryOutSteps();
    // Those in progress are still due.
    const due = store.agenda.dueDeliveries(now(), MOST_AT_ONCE + inProgress.size);
    const waiting = due.filter(({ number }) => !inProgress.has(number));
    for (const delivery of waiting.slice(0, Math.max(0, MOST_AT_ONCE - inProgress.size))) {
      begin(delivery);
    }
    const next = store.agenda.nextDueAt(now());
    if (next !== undefined) timer = setTimeout(wake, Math.min(LONGEST_TIMER_MS, next - now()));
  };

  return {
    wake,
    settle: async () => {
      wake();
      while (inProgress.size > 0) await Promise.allSettled(inProgress.values());
    },
    release: async (order) => {
      const held = store.agenda.heldDeliveries();
      for (const delivery of order === 'reversed' ? held.toReversed() : held) {
        await begin(delivery);
      }
    },
    stop: async () => {
      stopping.abort();
      clearTimeout(timer);
      while (inProgress.size > 0) await Promise.allSettled(inProgress.values());
    },
  };
};
