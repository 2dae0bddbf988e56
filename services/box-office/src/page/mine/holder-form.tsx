import { type ConfirmedPurchase, WillcallError } from '@willcall/client';
import { useState } from 'preact/hooks';
import { purchases } from '../api/willcall.ts';
import { HolderFields } from '../buy/holder-fields.tsx';
import { type OrderErrors, readHolder, translateErrors } from '../buy/order-form.ts';
import { texts } from '../text/language.ts';

type HolderFormProps = { readonly purchase: ConfirmedPurchase; readonly onChanged: () => void };

/** Changes the name on the tickets, or the e-mail address. */
export function HolderForm({ purchase, onChanged }: HolderFormProps) {
  const [holder, setHolder] = useState({ ...purchase.holder });
  const [errors, setErrors] = useState<OrderErrors>({});
  const [said, setSaid] = useState<string>();
  const submit = async (event: Event) => {
    event.preventDefault();
    setSaid(undefined);
    const wrong = readHolder(holder);
    setErrors(wrong);
    if (Object.keys(wrong).length > 0) return;
    try {
      await purchases.change(purchase.purchaseId, { holder });
      setSaid(texts.mine.changed);
      onChanged();
    } catch (error) {
      const refused = error instanceof WillcallError ? error : undefined;
      setErrors(translateErrors(refused?.errors ?? []));
      if (refused?.status === 409) setSaid(texts.mine.tooLate);
      else if (refused?.status !== 400) setSaid(texts.failure.noAnswer);
    }
  };
  return (
    <details>
      <summary>{texts.mine.change}</summary>
      <form onSubmit={submit} noValidate>
        <HolderFields
          holder={holder}
          errors={errors}
          onChange={(change) => setHolder({ ...holder, ...change })}
        />
        <button type="submit">{texts.mine.save}</button>
        <p role="status">{said}</p>
      </form>
    </details>
  );
}
