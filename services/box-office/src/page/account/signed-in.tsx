import { useEffect, useState } from 'preact/hooks';
import { finishSignIn } from '../api/session.ts';
import { Title } from '../layout/title.tsx';
import { navigate, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';
import { SignInForm } from './sign-in.tsx';

/** Where the issuer sends the browser back. It finishes the sign-in, and shows the view where that began. */
export function SignedInPage() {
  const [hasFailed, setFailed] = useState(false);
  useEffect(() => {
    finishSignIn().then(
      (began) => navigate(began ?? paths.shows, { replace: true }),
      () => setFailed(true),
    );
  }, []);
  const { title, atIssuer } = texts.signIn;
  return (
    <div class="narrow panel">
      <Title>{title}</Title>
      <p role="status">{hasFailed ? atIssuer.failed : atIssuer.finishing}</p>
      {hasFailed && <SignInForm />}
    </div>
  );
}
