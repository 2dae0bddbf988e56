import { Link, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { Title } from './title.tsx';

/** The answer to a path that belongs to no view. */
export function NotFound() {
  const { title, text, link } = texts.notFound;
  return (
    <section class="message">
      <Title>{title}</Title>
      <p>{text}</p>
      <Link href={paths.shows}>{link}</Link>
    </section>
  );
}
