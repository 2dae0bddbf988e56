import { useId } from 'preact/hooks';
import { texts } from '../text/language.ts';

type QuantityStepProps = {
  readonly quantity: number;
  readonly most: number;
  readonly error: string | undefined;
  readonly onChange: (quantity: number) => void;
};

/** How many tickets, with a button for one more and one fewer. */
export function QuantityStep({ quantity, most, error, onChange }: QuantityStepProps) {
  const id = useId();
  const { quantity: label, fewer, more } = texts.buy;
  const change = (to: number) => onChange(Math.min(most, Math.max(1, to)));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="stepper">
        <button
          type="button"
          aria-label={fewer}
          disabled={quantity <= 1}
          onClick={() => change(quantity - 1)}
        >
          −
        </button>
        <input
          id={id}
          name="quantity"
          type="text"
          inputMode="numeric"
          value={Number.isNaN(quantity) ? '' : quantity}
          aria-invalid={error !== undefined}
          aria-describedby={error === undefined ? undefined : `${id}-error`}
          onInput={({ currentTarget }) => onChange(Number.parseInt(currentTarget.value, 10))}
        />
        <button
          type="button"
          aria-label={more}
          disabled={quantity >= most}
          onClick={() => change(quantity + 1)}
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
