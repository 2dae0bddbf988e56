import type { Draft } from '../kept/draft.ts';
import { texts } from '../text/language.ts';
import { Field } from './field.tsx';
import type { OrderErrors } from './order-form.ts';

type HolderFieldsProps = {
  readonly holder: Draft;
  readonly errors: OrderErrors;
  readonly onChange: (change: Partial<Draft>) => void;
};

/** The name on the tickets, and the e-mail address. */
export function HolderFields({ holder, errors, onChange }: HolderFieldsProps) {
  return (
    <>
      <Field
        name="name"
        label={texts.buy.name}
        value={holder.name}
        error={errors.name}
        onInput={(name) => onChange({ name })}
        autocomplete="name"
      />
      <Field
        name="email"
        label={texts.buy.email}
        value={holder.email}
        error={errors.email}
        onInput={(email) => onChange({ email })}
        inputMode="email"
        autocomplete="email"
      />
    </>
  );
}
