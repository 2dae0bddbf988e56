import { WillcallError } from '@willcall/client';
import { Title } from '../layout/title.tsx';
import { Link, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

/** Whether there is no show with this id. The API answers 400 if no show can have it. */
export const isMissingShow = (error: unknown): boolean =>
  error instanceof WillcallError && (error.status === 404 || error.status === 400);

export function MissingShow() {
  return (
    <section class="message">
      <Title>{texts.show.notFound}</Title>
      <Link href={paths.shows}>{texts.show.back}</Link>
    </section>
  );
}
