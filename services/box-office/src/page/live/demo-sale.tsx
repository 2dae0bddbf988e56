import { useState } from 'preact/hooks';
import { askRunner } from '../api/runner.ts';
import { ORGANISER, signIn } from '../api/session.ts';
import { navigate, paths } from '../routing.tsx';
import { texts } from '../text/language.ts';

type Attempt =
  | { readonly state: 'none' | 'starting' | 'failed' }
  | { readonly state: 'running'; readonly showId: string };

/** The button that starts a demo sale, and shows it. Whoever presses it watches as the organiser. */
export function DemoSale() {
  const [attempt, setAttempt] = useState<Attempt>({ state: 'none' });
  const { button, starting, running, failed, watch } = texts.demo;

  const show = async (showId: string) => {
    await signIn(ORGANISER);
    navigate(paths.live(showId));
  };
  const start = async () => {
    setAttempt({ state: 'starting' });
    try {
      const { status, body } = await askRunner('demo-sale', {});
      const { showId } = body;
      if (typeof showId !== 'string') throw new Error(`The runner answered ${status}.`);
      if (status === 409) setAttempt({ state: 'running', showId });
      else {
        await show(showId);
        setAttempt({ state: 'none' });
      }
    } catch {
      setAttempt({ state: 'failed' });
    }
  };

  return (
    <div class="demo-start">
      <button
        type="button"
        class="primary"
        aria-disabled={attempt.state === 'starting'}
        onClick={() => attempt.state !== 'starting' && void start()}
      >
        {button}
      </button>
      <p class="note" role="status">
        {attempt.state === 'starting' && starting}
        {attempt.state === 'failed' && failed}
        {attempt.state === 'running' && (
          <>
            {running}{' '}
            <button type="button" class="link" onClick={() => void show(attempt.showId)}>
              {watch}
            </button>
          </>
        )}
      </p>
    </div>
  );
}

/** Invites a newcomer to the first thing to see. */
export function DemoInvitation() {
  const { title, text } = texts.demo;
  return (
    <section class="demo" aria-labelledby="demo-title">
      <div>
        <p class="demo-title" id="demo-title">
          {title}
        </p>
        <p>{text}</p>
      </div>
      <DemoSale />
    </section>
  );
}
