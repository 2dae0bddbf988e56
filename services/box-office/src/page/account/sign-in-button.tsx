import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { hasRunner } from '../api/configuration.ts';
import { texts } from '../text/language.ts';

type SignInButtonProps = {
  readonly class: 'primary' | 'link';
  readonly enter: () => Promise<void>;
  readonly children: ComponentChildren;
};

/** A button that signs somebody in, and says if that did not work. */
export function SignInButton({ class: name, enter, children }: SignInButtonProps) {
  const [hasFailed, setFailed] = useState(false);
  const press = async () => {
    setFailed(false);
    try {
      await enter();
    } catch {
      setFailed(true);
    }
  };
  return (
    <span>
      <button type="button" class={name} onClick={() => void press()}>
        {children}
      </button>{' '}
      <span role="status">
        {hasFailed && (hasRunner() ? texts.signIn.noRunner : texts.signIn.atIssuer.failed)}
      </span>
    </span>
  );
}
