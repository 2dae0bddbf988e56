import { takesPayments } from '../../api/configuration.ts';
import { Field } from '../../buy/field.tsx';
import { organiseTexts } from '../../text/organise.ts';
import type { PaymentDraft } from './payment-draft.ts';

const texts = organiseTexts.form.payment;

type PaymentFieldsProps = {
  readonly payment: PaymentDraft;
  readonly error: string | undefined;
  readonly onChange: (change: Partial<PaymentDraft>) => void;
};

/** Whether buyers pay, and how long they have. Only a stage that takes payments asks. */
export function PaymentFields({ payment, error, onChange }: PaymentFieldsProps) {
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
        <Field
          name="holdSeconds"
          label={texts.holdMinutes}
          value={payment.holdMinutes}
          error={error}
          note={texts.holdNote}
          onInput={(holdMinutes) => onChange({ holdMinutes })}
          autocomplete="off"
          inputMode="numeric"
        />
      )}
    </fieldset>
  );
}
