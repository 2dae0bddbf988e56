import { WillcallError } from '@willcall/client';
import { useRef, useState } from 'preact/hooks';
import { organiseTexts } from '../../text/organise.ts';
import { type DraftErrors, findRefused, type ShowDraft } from './show-draft.ts';

/** What the two forms of a show have in common: the draft, and what is wrong with it. */
export function useShowForm(initial: () => ShowDraft) {
  const [draft, setDraft] = useState(initial);
  const [errors, setErrors] = useState<DraftErrors>({});
  const form = useRef<HTMLFormElement>(null);

  /** Shows errors at their fields, and moves the focus to the first one. */
  const showErrors = (next: DraftErrors) => {
    setErrors(next);
    requestAnimationFrame(() =>
      form.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus(),
    );
  };
  return {
    draft,
    errors,
    form,
    setDraft,
    showErrors,
    change(change: Partial<ShowDraft>) {
      setDraft({ ...draft, ...change });
      // A sentence goes as soon as its field is changed.
      setErrors(omit(errors, Object.keys(change)));
    },
    /** Removes sentences at fields that are not of the draft, because they are changed. */
    forgetErrors: (...names: (keyof DraftErrors)[]) => setErrors(omit(errors, names)),
    /** Times of which a part is typed: the browser gives none of it. */
    findHalfTyped(): DraftErrors {
      const inputs = [...(form.current?.querySelectorAll('input') ?? [])];
      const half = inputs.filter(({ validity }) => validity.badInput);
      return Object.fromEntries(half.map(({ name }) => [name, organiseTexts.form.halfTyped]));
    },
    /** Shows what the API refused at its fields. False: it is about no field of the form. */
    showRefused(error: unknown): boolean {
      const refused = error instanceof WillcallError ? findRefused(error.errors) : undefined;
      const atField = refused ?? atCapacity(error);
      if (atField !== undefined) showErrors(atField);
      return atField !== undefined;
    },
  };
}

const atCapacity = (error: unknown): DraftErrors | undefined =>
  error instanceof WillcallError && error.code === 'CAPACITY_BELOW_SOLD'
    ? { capacity: organiseTexts.problems.CAPACITY_BELOW_SOLD }
    : undefined;

const omit = (errors: DraftErrors, names: readonly string[]): DraftErrors =>
  Object.fromEntries(Object.entries(errors).filter(([name]) => !names.includes(name)));
