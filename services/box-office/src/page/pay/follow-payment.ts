import type { StartedPayment } from '@willcall/client';
import { waitToRetry } from '../api/wait-to-retry.ts';
import type { PaymentProblem, PaymentState } from './payment-state.ts';
import type { ProviderForm } from './provider-form.ts';
import { type Delay, startPayment } from './start-payment.ts';

/** How far paying has come. */
export type PayingStep =
  | { readonly step: 'starting'; readonly delay?: Delay }
  | { readonly step: 'not-payable' }
  /** The buyer can pay. */
  | {
      readonly step: 'ready';
      readonly payment: StartedPayment;
      readonly problem: PaymentProblem | undefined;
    }
  /** The form stays, because what it has typed into it is on its way. `isUnsure`: nobody knows whether it arrived. */
  | { readonly step: 'sending'; readonly payment: StartedPayment; readonly isUnsure: boolean }
  /** The page of the bank is being opened. */
  | { readonly step: 'leaving' }
  | { readonly step: 'processing' | 'succeeded' | 'canceled' };

type Follower = {
  readonly tell: (step: PayingStep) => void;
  readonly signal: AbortSignal;
  readonly provider: Pick<ProviderForm, 'read'>;
  /** Shows a page of the bank. */
  readonly leave: (url: string) => void;
};

/** Seconds between two looks at a payment that is processing. */
const PROCESSING_SECONDS = 3;

/**
 * Starts the payment of a purchase, or finds it: it may have been paid in another tab, or before a reload.
 *
 * @throws NotPayableError; the reason of the signal
 */
export async function beginPaying(purchaseId: string, follower: Follower): Promise<void> {
  const { tell, signal } = follower;
  const payment = await startPayment(
    purchaseId,
    (delay) => tell({ step: 'starting', delay }),
    signal,
  );
  const found = await readPatiently(payment, follower, () =>
    tell({ step: 'starting', delay: 'no-answer' }),
  );
  const isUnfinished = found.state === 'authenticate';
  await follow(payment, isUnfinished ? { state: 'open', problem: 'unfinished' } : found, follower);
}

/**
 * Confirms a payment at the provider, and follows it. Without an answer, the payment is read until it is known how it
 * stands: it is never sent again by itself.
 *
 * @throws the reason of the signal
 */
export async function confirmPayment(
  payment: StartedPayment,
  confirm: () => Promise<PaymentState>,
  follower: Follower,
): Promise<void> {
  const { tell, signal } = follower;
  tell({ step: 'sending', payment, isUnsure: false });
  let state: PaymentState;
  try {
    state = await confirm();
  } catch {
    signal.throwIfAborted();
    tell({ step: 'sending', payment, isUnsure: true });
    state = await readPatiently(payment, follower);
  }
  signal.throwIfAborted();
  await follow(payment, state, follower);
}

/** Tells how a payment stands, until the buyer or willcall must do something. */
async function follow(
  payment: StartedPayment,
  found: PaymentState,
  follower: Follower,
): Promise<void> {
  const { tell, signal, leave } = follower;
  for (let state = found; ; ) {
    switch (state.state) {
      case 'open':
        return tell({ step: 'ready', payment, problem: state.problem });
      case 'authenticate':
        if (state.url === undefined) return tell({ step: 'ready', payment, problem: 'unfinished' });
        tell({ step: 'leaving' });
        return leave(state.url);
      case 'succeeded':
      case 'canceled':
        return tell({ step: state.state });
      case 'processing':
        tell({ step: 'processing' });
        await waitToRetry(signal, PROCESSING_SECONDS);
        state = await readPatiently(payment, follower);
    }
  }
}

/** Reads how a payment stands, for as long as it takes. */
async function readPatiently(
  payment: StartedPayment,
  { provider, signal }: Follower,
  onFailure?: () => void,
): Promise<PaymentState> {
  for (;;) {
    try {
      const state = await provider.read(payment);
      signal.throwIfAborted();
      return state;
    } catch {
      signal.throwIfAborted();
      onFailure?.();
      await waitToRetry(signal);
    }
  }
}
