import { WillcallError } from '@willcall/client';
import { texts } from '../text/language.ts';
import { Title } from './title.tsx';

/** Says why a view has nothing to show, with a button that tries again. */
export function Failure({ error, retry }: { readonly error: unknown; readonly retry: () => void }) {
  const { title, noAnswer, other } = texts.failure;
  const hasAnswer = error instanceof WillcallError && error.status !== undefined;
  return (
    <section class="message" role="alert">
      <Title>{title}</Title>
      <p>{hasAnswer ? other : noAnswer}</p>
      <button type="button" onClick={retry}>
        {texts.retry}
      </button>
    </section>
  );
}
