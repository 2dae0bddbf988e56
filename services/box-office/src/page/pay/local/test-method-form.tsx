import { useId, useState } from 'preact/hooks';
import { payTexts } from '../../text/pay.ts';
import type { ProviderForm, ProviderFormProps } from '../provider-form.ts';
import { payAtLocalStripe, readAtLocalStripe } from './local-stripe.ts';

/** What the buyer's bank does, by the test methods of the local Stripe (see localstack/stripe). */
const TEST_METHODS = {
  pm_card_visa: 'paid',
  pm_card_visa_chargeDeclined: 'declined',
  pm_card_visa_chargeDeclinedInsufficientFunds: 'noMoney',
  pm_card_chargeDeclinedExpiredCard: 'expired',
  pm_card_authenticationRequired: 'authenticate',
  pm_card_processing: 'slow',
  pm_card_processingDeclined: 'slowDeclined',
  pm_card_refundFail: 'refundFails',
} as const satisfies Record<string, keyof typeof payTexts.test.methods>;

const { label: name, note, methods } = payTexts.test;

/** Pays at the local Stripe, where no money moves: the buyer chooses what the bank does. */
function TestMethodForm({ payment, returnUrl, isSending, label, onPay }: ProviderFormProps) {
  const id = useId();
  const [method, setMethod] = useState('pm_card_visa');
  const pay = (event: Event) => {
    event.preventDefault();
    if (!isSending) onPay(() => payAtLocalStripe(payment, method, returnUrl));
  };
  return (
    <form onSubmit={pay}>
      <div class="field">
        <label for={id}>{name}</label>
        <select
          id={id}
          name="method"
          aria-describedby={`${id}-note`}
          value={method}
          onChange={(event) => setMethod(event.currentTarget.value)}
        >
          {Object.entries(TEST_METHODS).map(([value, text]) => (
            <option key={value} value={value}>
              {methods[text]}
            </option>
          ))}
        </select>
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      </div>
      <button type="submit" class="primary" aria-disabled={isSending}>
        {label}
      </button>
    </form>
  );
}

export const localStripe: ProviderForm = { Form: TestMethodForm, read: readAtLocalStripe };
