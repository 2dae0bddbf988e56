import { useId, useRef } from 'preact/hooks';
import { texts } from '../text/language.ts';

type ConfirmedActionProps = {
  /** The words on the button. */
  readonly label: string;
  readonly question: string;
  /** What happens, in a sentence. */
  readonly consequence: string;
  readonly onConfirm: () => Promise<void>;
};

/** A button for what cannot be undone: it asks in a dialog first. Esc and "No" leave everything as it is. */
export function ConfirmedAction({ label, question, consequence, onConfirm }: ConfirmedActionProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  const confirm = () => {
    dialog.current?.close();
    void onConfirm();
  };
  return (
    <>
      <button type="button" class="danger" onClick={() => dialog.current?.showModal()}>
        {label}
      </button>
      <dialog ref={dialog} aria-labelledby={id}>
        <h2 id={id}>{question}</h2>
        <p>{consequence}</p>
        <p class="actions">
          <button type="button" onClick={() => dialog.current?.close()}>
            {texts.mine.keep}
          </button>
          <button type="button" class="danger" onClick={confirm}>
            {label}
          </button>
        </p>
      </dialog>
    </>
  );
}
