import { useEffect, useRef, useState } from 'preact/hooks';
import { hasRunner } from '../api/configuration.ts';
import { SignInError } from '../api/runner-token.ts';
import {
  becomeOrganiser,
  type NamedUser,
  ORGANISER,
  signIn,
  signInAtIssuer,
  useUser,
} from '../api/session.ts';
import { Field } from '../buy/field.tsx';
import { Title } from '../layout/title.tsx';
import { navigate, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { SignInButton } from './sign-in-button.tsx';

/** Names to choose from. */
const BUYERS: readonly NamedUser[] = ['ana', 'ben', 'carla'].map((name) => ({
  name,
  admin: false,
}));

export function SignInPage() {
  const user = useUser();
  useEffect(() => {
    if (user !== undefined) navigate(paths.shows, { replace: true });
  }, [user]);
  return <SignInPanel title={texts.signIn.title} />;
}

/** Takes the place of a view that only whoever is signed in may see. */
export function SignInPanel({ title }: { readonly title: string }) {
  return (
    <div class="narrow panel">
      <Title>{title}</Title>
      <SignInForm />
    </div>
  );
}

type SignInFormProps = {
  readonly title?: string;
};

/** Signs somebody in: at the issuer of the stage, or under a name of their choice. */
export const SignInForm = (props: SignInFormProps) =>
  hasRunner() ? <NameForm {...props} /> : <AtIssuer {...props} />;

/** Leads to the issuer, and back to this view. */
function AtIssuer({ title }: SignInFormProps) {
  const { text, submit, organiser } = texts.signIn.atIssuer;
  return (
    <div class="sign-in at-issuer">
      {title !== undefined && <h2>{title}</h2>}
      <p>{text}</p>
      <SignInButton class="primary" enter={() => signInAtIssuer('buyers')}>
        {submit}
      </SignInButton>
      <SignInButton class="link" enter={becomeOrganiser}>
        {organiser}
      </SignInButton>
    </div>
  );
}

/**
 * Signs in under a name that the user picks. The form goes then, so the focus goes to the nearest element around
 * it that stays and can have the focus: a panel, or the view.
 */
function NameForm({ title }: SignInFormProps) {
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const form = useRef<HTMLFormElement>(null);
  const enter = async (user: NamedUser) => {
    const around = form.current?.closest<HTMLElement>('[tabindex="-1"]');
    try {
      await signIn(user);
      around?.focus({ preventScroll: true });
    } catch (reason) {
      setError(reason instanceof SignInError ? texts.signIn.error : texts.signIn.noRunner);
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    void enter({ name: name.trim(), admin: false });
  };
  return (
    <form class="sign-in" ref={form} onSubmit={submit} noValidate>
      {title !== undefined && <h2>{title}</h2>}
      <p>{texts.signIn.text}</p>
      <div class="choices">
        {[...BUYERS, ORGANISER].map((user) => (
          <button type="button" key={user.name} onClick={() => void enter(user)}>
            {user.admin ? texts.signIn.organiser : user.name}
          </button>
        ))}
      </div>
      <Field
        name="user"
        label={texts.signIn.name}
        value={name}
        error={error}
        onInput={setName}
        autocomplete="username"
      />
      <button type="submit" class="primary">
        {texts.signIn.submit}
      </button>
    </form>
  );
}
