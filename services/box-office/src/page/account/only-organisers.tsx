import { WillcallError } from '@willcall/client';
import { becomeOrganiser, useUser } from '../api/session.ts';
import { Title } from '../layout/title.tsx';
import { Link } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { SignInButton } from './sign-in-button.tsx';

type OnlyOrganisersProps = {
  /** What only the organiser may see, in a sentence. */
  readonly title: string;
  readonly text: string;
  /** Where whoever is no organiser can go instead. */
  readonly instead: { readonly href: string; readonly text: string };
};

/** Says who may see a view, and offers to become it. */
export function OnlyOrganisers({ title, text, instead }: OnlyOrganisersProps) {
  const user = useUser();
  const { signedInAs, enter } = texts.onlyOrganisers;
  return (
    <section class="message">
      <Title>{title}</Title>
      <p>
        {text} {user !== undefined && signedInAs(user.name)}
      </p>
      <SignInButton class="primary" enter={becomeOrganiser}>
        {enter}
      </SignInButton>
      <Link href={instead.href}>{instead.text}</Link>
    </section>
  );
}

/** Whether the API has refused whoever is signed in, because only an organiser may do it. */
export const isForbidden = (error: unknown): boolean =>
  error instanceof WillcallError && error.status === 403;
