import { useId } from 'preact/hooks';

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onInput: (value: string) => void;
  /** What the browser may fill in. */
  readonly autocomplete: 'name' | 'email' | 'username' | 'cc-number' | 'cc-exp';
  readonly inputMode?: 'numeric' | 'email';
  readonly maxLength?: number;
};

/** A text field with its label, and a sentence below it if its value is not valid. */
export function Field({ label, error, onInput, ...input }: FieldProps) {
  const id = useId();
  const errorId = `${id}-error`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        autocapitalize={input.autocomplete === 'name' ? 'words' : 'none'}
        aria-invalid={error !== undefined}
        aria-describedby={error === undefined ? undefined : errorId}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...input}
      />
      {error !== undefined && (
        <p class="error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  );
}
