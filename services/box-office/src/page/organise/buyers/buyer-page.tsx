import { useRef, useState } from 'preact/hooks';
import { Field } from '../../buy/field.tsx';
import { Title } from '../../layout/title.tsx';
import { navigate, paths } from '../../routing.tsx';
import { operateTexts } from '../../text/operate.ts';
import { BuyerPurchases } from './buyer-purchases.tsx';

const texts = operateTexts.buyers;

/** The rule of the API for a token's `sub`. `me` would be the organiser, and dots alone are no part of a path. */
const isUserId = (text: string): boolean =>
  /^[\x21-\x7e]{1,255}$/.test(text) && !['me', '.', '..'].includes(text);

/** Finds a buyer by the user id, and shows what they bought. */
export function BuyerPage({ userId }: { readonly userId: string }) {
  const [draft, setDraft] = useState(userId);
  const [isWrong, setWrong] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const submit = (event: Event) => {
    event.preventDefault();
    const typed = draft.trim();
    setWrong(!isUserId(typed));
    if (isUserId(typed)) navigate(paths.buyer(typed));
    else form.current?.querySelector<HTMLInputElement>('[name=userId]')?.focus();
  };
  return (
    <>
      <Title>{userId === '' ? texts.title : texts.of(userId)}</Title>
      <form class="panel manage-part" ref={form} onSubmit={submit} noValidate>
        <Field
          name="userId"
          label={texts.label}
          note={texts.text}
          value={draft}
          error={isWrong ? texts.error : undefined}
          onInput={setDraft}
          autocomplete="off"
        />
        <button type="submit">{texts.submit}</button>
      </form>
      {userId !== '' && <BuyerPurchases userId={userId} />}
    </>
  );
}
