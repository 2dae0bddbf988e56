import { useId } from 'preact/hooks';

type FieldProps = {
  readonly name: string;
  readonly label: string;
  readonly value: string;
  readonly error: string | undefined;
  readonly onInput: (value: string) => void;
  /** What the browser may fill in. */
  readonly autocomplete: 'name' | 'email' | 'username' | 'cc-number' | 'cc-exp' | 'off';
  readonly type?: 'datetime-local';
  readonly inputMode?: 'numeric' | 'decimal' | 'email';
  readonly maxLength?: number;
  /** The id of a list of values to choose from. */
  readonly list?: string;
  /** What the reader should know before typing. */
  readonly note?: string | undefined;
};

/** A text field with its label, and a sentence below it if its value is not valid. */
export function Field({ label, error, note, onInput, ...input }: FieldProps) {
  const id = useId();
  const [noteId, errorId] = [`${id}-note`, `${id}-error`];
  const described = [note !== undefined && noteId, error !== undefined && errorId];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input
        id={id}
        type="text"
        dir="auto"
        autocapitalize={input.autocomplete === 'name' ? 'words' : 'none'}
        aria-invalid={error !== undefined}
        aria-describedby={described.filter((part) => part !== false).join(' ') || undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
        {...input}
      />
      {note !== undefined && (
        <p class="note" id={noteId}>
          {note}
        </p>
      )}
      {error !== undefined && (
        <p class="error" id={errorId}>
          {error}
        </p>
      )}
    </div>
  );
}
