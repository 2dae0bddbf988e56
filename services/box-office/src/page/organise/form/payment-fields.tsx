import { takesPayments } from '../../api/configuration.ts';
import { Field } from '../../buy/field.tsx';
import { organiseTexts } from '../../text/organise.ts';
import type { PaymentDraft, PaymentErrors } from './payment-draft.ts';

const texts = organiseTexts.form.payment;

type PaymentFieldsProps = {
  readonly payment: PaymentDraft;
  readonly errors: PaymentErrors;
  readonly onChange: (change: Partial<PaymentDraft>) => void;
};

/** Whether buyers pay, how long they have, and what they get back. Only a stage that takes payments asks. */
export function PaymentFields({ payment, errors, onChange }: PaymentFieldsProps) {
  if (!takesPayments()) return null;
  return (
    <fieldset class="organise-seating">
      <legend>{texts.title}</legend>
      {([false, true] as const).map((paid) => (
        <label class="check" key={String(paid)}>
          <input
            type="radio"
            name="payment"
            checked={payment.isPaid === paid}
            onChange={() => onChange({ isPaid: paid })}
          />
          {paid ? texts.provider : texts.none}
        </label>
      ))}
      {payment.isPaid && (
        <>
          <Field
            {...NUMBER}
            name="holdSeconds"
            label={texts.holdMinutes}
            value={payment.holdMinutes}
            error={errors.holdSeconds}
            note={texts.holdNote}
            onInput={(holdMinutes) => onChange({ holdMinutes })}
          />
          <div class="organise-pair">
            <Field
              {...NUMBER}
              name="refundFee"
              label={texts.refundFee}
              value={payment.refundFee}
              error={errors.refundFee}
              note={texts.refundFeeNote}
              onInput={(refundFee) => onChange({ refundFee })}
            />
            <Field
              {...NUMBER}
              name="refundUntilSeconds"
              label={texts.refundUntilHours}
              value={payment.refundUntilHours}
              error={errors.refundUntilSeconds}
              note={texts.refundUntilNote}
              onInput={(refundUntilHours) => onChange({ refundUntilHours })}
            />
          </div>
          <p class="note">{texts.fixed}</p>
        </>
      )}
    </fieldset>
  );
}

const NUMBER = { autocomplete: 'off', inputMode: 'decimal' } as const;
