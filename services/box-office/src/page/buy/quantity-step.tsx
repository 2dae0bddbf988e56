import { useId, useState } from 'preact/hooks';
import { texts } from '../text/language.ts';

type QuantityStepProps = {
  /** Not a number while what is typed is none. */
  readonly quantity: number;
  readonly most: number;
  readonly error: string | undefined;
  readonly onChange: (quantity: number) => void;
};

/** How many tickets, with a button for one more and one fewer. */
export function QuantityStep({ quantity, most, error, onChange }: QuantityStepProps) {
  const id = useId();
  const { quantity: label, fewer, more } = texts.buy;
  const [typed, setTyped] = useState(String(quantity));
  const change = (text: string) => {
    setTyped(text);
    onChange(/^\d+$/.test(text.trim()) ? Number(text) : Number.NaN);
  };
  const step = (by: number) =>
    change(String(Math.min(most, Math.max(1, (Number.isNaN(quantity) ? 0 : quantity) + by))));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="stepper">
        <button
          type="button"
          aria-label={fewer}
          aria-disabled={quantity <= 1}
          onClick={() => step(-1)}
        >
          −
        </button>
        <input
          id={id}
          name="quantity"
          type="text"
          inputMode="numeric"
          value={typed}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
        <button
          type="button"
          aria-label={more}
          aria-disabled={quantity >= most}
          onClick={() => step(1)}
        >
          +
        </button>
      </div>
      {error !== undefined && (
        <p class="error" id={`${id}-error`}>
          {error}
        </p>
      )}
    </div>
  );
}
