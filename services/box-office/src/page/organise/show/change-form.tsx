import { useEffect, useState } from 'preact/hooks';
import { organiser } from '../../api/willcall.ts';
import { Field } from '../../buy/field.tsx';
import { organiseTexts } from '../../text/organise.ts';
import { draftOf, followShow, readDraft, toChange } from '../form/show-draft.ts';
import { draftField, PlaceFields, PriceFields, SaleWindowFields } from '../form/show-fields.tsx';
import { useShowForm } from '../form/use-show-form.ts';
import { useAction } from '../use-action.ts';
import type { ManagedShow } from './sale-switch.tsx';

const texts = organiseTexts.manage.change;

/**
 * Changes what is known of a show. It sends what differs from the show, so that a change that somebody else made
 * meanwhile stays. Fields that nobody has typed into follow the show.
 */
export function ChangeForm({ show, onChanged }: ManagedShow) {
  const [before, setBefore] = useState(() => draftOf(show));
  const [said, setSaid] = useState<string>();
  const { isRunning, failure, run } = useAction();
  const { draft, errors, form, ...fields } = useShowForm(() => before);
  const props = { draft, errors, onChange: fields.change };
  const now = draftOf(show);
  useEffect(() => {
    fields.setDraft((typed) => followShow(typed, before, now));
    setBefore(now);
  }, [JSON.stringify(now)]);

  const submit = (event: Event) => {
    event.preventDefault();
    setSaid(undefined);
    const [was, read] = [readDraft(before, show.seating), readDraft(draft, show.seating)];
    const wrong = { ...read.errors, ...fields.findHalfTyped() };
    if (was.errors !== undefined || read.errors !== undefined || Object.keys(wrong).length > 0) {
      return fields.showErrors(wrong);
    }
    const change = toChange(was.fields, read.fields);
    if (Object.keys(change).length === 0) return setSaid(texts.nothing);
    void run(async () => {
      try {
        const changed = await organiser.change(show.showId, change);
        // What was typed since then is not saved yet.
        setBefore(draft);
        setSaid(texts.saved);
        onChanged(changed);
      } catch (error) {
        if (!fields.showRefused(error)) throw error;
      }
    });
  };
  return (
    <form
      class="panel manage-part"
      aria-labelledby="manage-change"
      ref={form}
      onSubmit={submit}
      noValidate
    >
      <h2 id="manage-change">{texts.title}</h2>
      <PlaceFields {...props} />
      <div class="organise-pair">
        <PriceFields {...props} isNew={false} />
        {show.seating === 'GENERAL' && (
          <Field {...draftField('capacity', props)} inputMode="numeric" />
        )}
      </div>
      <SaleWindowFields {...props} />
      <p class="note">{texts.consequence}</p>
      <button type="submit" aria-disabled={isRunning}>
        {texts.save}
      </button>
      <p role="status">{said}</p>
      <p class="error" role="alert">
        {failure}
      </p>
    </form>
  );
}
