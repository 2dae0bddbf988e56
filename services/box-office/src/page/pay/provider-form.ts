import type { StartedPayment } from '@willcall/client';
import type { FunctionComponent } from 'preact';
import type { PaymentState } from './payment-state.ts';

export type ProviderFormProps = {
  readonly payment: StartedPayment;
  /** Where the buyer comes back to after a page of the bank. */
  readonly returnUrl: string;
  /** Whether a payment is on its way, so that the button does nothing. */
  readonly isSending: boolean;
  /** What the button says. */
  readonly label: string;
  /**
   * Called when the buyer pays, with what confirms the payment at the provider. That throws any error if nobody knows
   * whether the provider has got it.
   */
  readonly onPay: (confirm: () => Promise<PaymentState>) => void;
};

/** How buyers pay at a provider: the form on the page, and how a payment stands. */
export type ProviderForm = {
  readonly Form: FunctionComponent<ProviderFormProps>;
  /**
   * Reads how a payment stands at the provider.
   *
   * @throws any error if the provider does not answer
   */
  read(payment: StartedPayment): Promise<PaymentState>;
};
