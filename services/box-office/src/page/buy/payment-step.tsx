import { texts } from '../text/language.ts';
import type { CardErrors, TypedCard } from './card.ts';
import { Field } from './field.tsx';

type PaymentStepProps = {
  readonly card: TypedCard;
  readonly errors: CardErrors;
  readonly onChange: (card: TypedCard) => void;
};

/** The step in which the buyer pays: today, a card whose form is checked and that is never charged. */
export function PaymentStep({ card, errors, onChange }: PaymentStepProps) {
  const { title, number, expiry, note } = texts.payment;
  return (
    <fieldset class="payment">
      <legend>{title}</legend>
      <Field
        name="cardNumber"
        label={number}
        value={card.number}
        error={errors.number}
        onInput={(value) => onChange({ ...card, number: value })}
        inputMode="numeric"
        autocomplete="cc-number"
        maxLength={40}
      />
      <Field
        name="expiry"
        label={expiry}
        value={card.expiry}
        error={errors.expiry}
        onInput={(value) => onChange({ ...card, expiry: value })}
        inputMode="numeric"
        autocomplete="cc-exp"
        maxLength={9}
      />
      <p class="note">{note}</p>
    </fieldset>
  );
}
