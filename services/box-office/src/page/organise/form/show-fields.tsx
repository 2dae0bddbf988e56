import { CURRENCY_DECIMALS } from '@willcall/contracts';
import { useId } from 'preact/hooks';
import { Field } from '../../buy/field.tsx';
import { organiseTexts } from '../../text/organise.ts';
import type { DraftErrors, ShowDraft } from './show-draft.ts';

const texts = organiseTexts.form;

export type ShowFieldsProps = {
  readonly draft: ShowDraft;
  readonly errors: DraftErrors;
  readonly onChange: (change: Partial<ShowDraft>) => void;
};

/** A field of the form of a show, by its name in the draft. */
export const draftField = (
  name: keyof ShowDraft,
  { draft, errors, onChange }: ShowFieldsProps,
) => ({
  name,
  label: texts.labels[name],
  value: draft[name],
  error: errors[name],
  onInput: (value: string) => onChange({ [name]: value }),
  autocomplete: 'off' as const,
});

/** Name, venue, time zone and start. */
export function PlaceFields(props: ShowFieldsProps) {
  const zones = useId();
  return (
    <>
      <Field {...draftField('name', props)} />
      <Field {...draftField('venue', props)} />
      <div class="organise-pair">
        <Field {...draftField('timeZone', props)} note={texts.timeZoneNote} list={zones} />
        <Field {...draftField('startsAt', props)} note={texts.clockNote} type="datetime-local" />
      </div>
      <datalist id={zones}>
        {Intl.supportedValuesOf('timeZone').map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** When the sale opens and closes. */
export function SaleWindowFields(props: ShowFieldsProps) {
  return (
    <div class="organise-pair">
      <Field {...draftField('saleOpensAt', props)} note={texts.opensNote} type="datetime-local" />
      <Field {...draftField('saleClosesAt', props)} note={texts.closesNote} type="datetime-local" />
    </div>
  );
}

/** The price, in a currency that is fixed once the show exists. */
export function PriceFields(props: ShowFieldsProps & { readonly isNew: boolean }) {
  const id = useId();
  const { draft, onChange, isNew } = props;
  const price = draftField('price', props);
  if (!isNew) return <Field {...price} label={`${price.label} (${draft.currency})`} />;
  return (
    <div class="organise-pair">
      <Field {...price} note={texts.priceNote} />
      <div class="field">
        <label for={id}>{texts.labels.currency}</label>
        <select
          id={id}
          name="currency"
          value={draft.currency}
          onChange={(event) => onChange({ currency: event.currentTarget.value })}
        >
          {[...CURRENCY_DECIMALS.keys()].sort().map((code) => (
            <option key={code}>{code}</option>
          ))}
        </select>
      </div>
    </div>
  );
}
