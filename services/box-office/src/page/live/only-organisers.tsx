import { becomeOrganiser } from '../api/session.ts';
import { Title } from '../layout/title.tsx';
import { Link, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { SignInButton } from './sign-in-button.tsx';

/** Says who may watch a sale, and offers to become it. */
export function OnlyOrganisers({
  showId,
  user,
}: {
  readonly showId: string;
  readonly user: string | undefined;
}) {
  const { title, text, signedInAs, enter, toShow } = texts.live.refused;
  return (
    <section class="message">
      <Title>{title}</Title>
      <p>
        {text} {user !== undefined && signedInAs(user)}
      </p>
      <SignInButton class="primary" enter={becomeOrganiser}>
        {enter}
      </SignInButton>
      <Link href={paths.show(showId)}>{toShow}</Link>
    </section>
  );
}
